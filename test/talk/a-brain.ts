import type { Brain, Question } from '../../lambdas/talk/brain.ts';

/** A model that answers as it is told to, one answer a question; an Error is thrown. Each question is kept. */
export function aBrain(...answers: unknown[]): Brain & { readonly questions: readonly Question[] } {
  const questions: Question[] = [];
  return {
    questions,
    async fillIn(question) {
      questions.push(question);
      const answer = answers[questions.length - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}
