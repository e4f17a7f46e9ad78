import { LANGUAGES, languagesOf } from '../domain/language.ts';
import type { Answer } from '../triggers/http.ts';
import { DEFAULT_VOICE, VOICES, type VoiceName } from '../voices.ts';

/** GET /v1/voices: who can speak, and what. */
export const listVoices = async (): Promise<Answer> => ({
  status: 200,
  body: {
    voices: (Object.keys(VOICES) as VoiceName[]).map((voice) => ({
      voice,
      default: voice === DEFAULT_VOICE,
      languages: languagesOf(voice),
    })),
  },
});

/** GET /v1/languages: what can be spoken. */
export const listLanguages = async (): Promise<Answer> => ({
  status: 200,
  body: { languages: LANGUAGES.map(({ tag, name }) => ({ language: tag, name })) },
});
