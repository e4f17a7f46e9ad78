/** The exceptions of Lex that end a conversation, by their name. */
export type LexException =
  | 'ResourceNotFoundException'
  | 'BadRequestException'
  | 'DependencyFailedException'
  | 'InternalServerException';

/** A conversation can't begin or go on. The message says what Lex found wrong. */
export class ConversationFailed extends Error {
  override readonly name = 'ConversationFailed';
  readonly exception: LexException;

  constructor(exception: LexException, message: string) {
    super(message);
    this.exception = exception;
  }
}
