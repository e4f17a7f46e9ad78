/** What a language model is asked: to read a conversation and fill in one form. */
export interface Question {
  /** What it is and what it must do. */
  readonly instructions: string;
  /** The conversation, the other side first; sides take turns. */
  readonly lines: readonly { readonly from: 'other' | 'self'; readonly text: string }[];
  readonly form: {
    readonly name: string;
    readonly description: string;
    /** JSON Schema of an object. What comes back is not checked against it: a model may write anything. */
    readonly schema: Readonly<Record<string, unknown>>;
  };
}

/** A language model. */
export interface Brain {
  /** @returns the form as the model filled it in @throws when it fails, is throttled or fills in nothing */
  fillIn(question: Question): Promise<unknown>;
}
