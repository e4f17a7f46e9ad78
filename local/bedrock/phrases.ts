/** What the stand-in says, and the small words by which it knows a language. */
export interface Phrases {
  readonly about: (objective: string) => string;
  readonly confirm: (matter: string) => string;
  readonly tell: (matter: string) => string;
  readonly listening: string;
  readonly still: string;
  readonly sorry: string;
  readonly message: string;
  readonly more: string;
  readonly thanks: string;
  /** To a caller: what was said is passed on. */
  readonly noted: string;
  readonly bye: string;
  readonly connecting: string;
  /** To whoever takes a call over, what it is about; empty if that isn't known. */
  readonly wanted: (matter: string) => string;
  readonly summary: (objective: string, times: number, last: string) => readonly string[];
  readonly words: string;
}

const PHRASES = {
  en: {
    about: (objective) => `I am calling about the following: ${objective}`,
    confirm: (matter) => `Could you confirm this for me: ${matter}?`,
    tell: (matter) => `Could you tell me this: ${matter}?`,
    listening: 'I see.',
    still: 'Hello, are you still there?',
    sorry: 'I am sorry to have disturbed you. You will not be called again. Goodbye.',
    message: 'I will try again another time. Goodbye.',
    more: 'Is there anything that I should pass on?',
    thanks: 'Thank you very much, that is all I needed. Goodbye.',
    noted: 'I will pass that on. Is there anything else?',
    bye: 'Thank you for calling. Goodbye.',
    connecting: 'One moment, please. I will put you through.',
    wanted: (matter) => `Somebody wants to speak to a person${matter && `, and said: "${matter}"`}.`,
    summary: (objective, times, last) => [
      `The call was about: ${objective}`,
      `The recipient spoke ${times} times, last: "${last}"`,
    ],
    words:
      'the a an and or of to in is are it this that you your i me my we our no not do as die does can could please thank thanks yes hello what when how with for have has speak english sorry good',
  },
  es: {
    about: (objective) => `Llamo por lo siguiente: ${objective}`,
    confirm: (matter) => `¿Me lo puede confirmar: ${matter}?`,
    tell: (matter) => `¿Me puede decir esto: ${matter}?`,
    listening: 'Entiendo.',
    still: '¿Sigue usted ahí?',
    sorry: 'Perdone la molestia. No le volveremos a llamar. Adiós.',
    message: 'Volveré a llamar en otro momento. Adiós.',
    more: '¿Hay algo que deba comunicar?',
    thanks: 'Muchas gracias, eso es todo. Adiós.',
    noted: 'Lo comunicaré. ¿Algo más?',
    bye: 'Gracias por llamar. Adiós.',
    connecting: 'Un momento, por favor. Le paso.',
    wanted: (matter) => `Alguien quiere hablar con una persona${matter && ` y ha dicho: «${matter}»`}.`,
    summary: (objective, times, last) => [
      `La llamada trató de: ${objective}`,
      `La otra persona habló ${times} veces; lo último fue: «${last}»`,
    ],
    words:
      'el la los las un una y de que en es no si por para con lo le me se su usted yo hablo habla español inglés siento perdone entiendo puede favor gracias hola buenos buenas días tardes dígame diga quién claro mañana está son',
  },
  fr: {
    about: (objective) => `Je vous appelle à ce sujet : ${objective}`,
    confirm: (matter) => `Pouvez-vous me le confirmer : ${matter} ?`,
    tell: (matter) => `Pouvez-vous me dire ceci : ${matter} ?`,
    listening: 'Je vois.',
    still: 'Êtes-vous toujours là ?',
    sorry: 'Excusez-moi de vous avoir dérangé. Nous ne vous rappellerons plus. Au revoir.',
    message: 'Je rappellerai une autre fois. Au revoir.',
    more: 'Y a-t-il quelque chose à transmettre ?',
    thanks: "Merci beaucoup, c'est tout. Au revoir.",
    noted: 'Je transmettrai. Autre chose ?',
    bye: 'Merci de votre appel. Au revoir.',
    connecting: 'Un instant, s’il vous plaît. Je vous passe quelqu’un.',
    wanted: (matter) => `Quelqu’un souhaite parler à une personne${matter && ` et a dit : « ${matter} »`}.`,
    summary: (objective, times, last) => [
      `L'appel portait sur : ${objective}`,
      `L'autre personne a parlé ${times} fois ; pour finir : « ${last} »`,
    ],
    words:
      'le la les un une et de des du que qui est ne pas je vous nous il elle parle parlez français anglais désolé excusez comprends pouvez bonjour bonsoir allô oui merci plaît demain avec pour dans sont êtes',
  },
  de: {
    about: (objective) => `Ich rufe aus folgendem Grund an: ${objective}`,
    confirm: (matter) => `Können Sie mir das bestätigen: ${matter}?`,
    tell: (matter) => `Können Sie mir das sagen: ${matter}?`,
    listening: 'Ich verstehe.',
    still: 'Sind Sie noch da?',
    sorry: 'Entschuldigen Sie die Störung. Wir rufen nicht wieder an. Auf Wiederhören.',
    message: 'Ich rufe ein anderes Mal an. Auf Wiederhören.',
    more: 'Soll ich etwas ausrichten?',
    thanks: 'Vielen Dank, das ist alles. Auf Wiederhören.',
    noted: 'Das richte ich aus. Noch etwas?',
    bye: 'Danke für Ihren Anruf. Auf Wiederhören.',
    connecting: 'Einen Moment bitte, ich verbinde Sie.',
    wanted: (matter) =>
      `Jemand möchte mit einem Menschen sprechen${matter && ` und hat gesagt: „${matter}“`}.`,
    summary: (objective, times, last) => [
      `In dem Anruf ging es um: ${objective}`,
      `Die andere Seite sprach ${times} Mal, zuletzt: „${last}“`,
    ],
    words:
      'der die das ein eine und oder nicht ist sind ich sie wir es kein keine spreche sprechen deutsch englisch leider verstehe können bitte danke guten tag morgen ja nein hallo wer mit für auf haben entschuldigung',
  },
  it: {
    about: (objective) => `Chiamo per questo motivo: ${objective}`,
    confirm: (matter) => `Me lo può confermare: ${matter}?`,
    tell: (matter) => `Mi può dire questo: ${matter}?`,
    listening: 'Capisco.',
    still: 'È ancora in linea?',
    sorry: 'Scusi il disturbo. Non la chiameremo più. Arrivederci.',
    message: 'Richiamerò un’altra volta. Arrivederci.',
    more: 'C’è qualcosa che devo riferire?',
    thanks: 'Grazie mille, è tutto. Arrivederci.',
    noted: 'Riferirò. Altro?',
    bye: 'Grazie della chiamata. Arrivederci.',
    connecting: 'Un momento, per favore. La metto in contatto.',
    wanted: (matter) => `Qualcuno vuole parlare con una persona${matter && ` e ha detto: «${matter}»`}.`,
    summary: (objective, times, last) => [
      `La chiamata riguardava: ${objective}`,
      `L'altra persona ha parlato ${times} volte; alla fine: «${last}»`,
    ],
    words:
      'il lo la gli le un una e di che è non per con mi si sono io lei noi parlo parla italiano inglese scusi capisco può favore grazie pronto buongiorno buonasera sì chi dove domani della mia',
  },
  pt: {
    about: (objective) => `Ligo pelo seguinte: ${objective}`,
    confirm: (matter) => `Pode confirmar-me isto: ${matter}?`,
    tell: (matter) => `Pode dizer-me isto: ${matter}?`,
    listening: 'Compreendo.',
    still: 'Ainda está aí?',
    sorry: 'Desculpe o incómodo. Não voltaremos a ligar. Adeus.',
    message: 'Ligo noutra altura. Adeus.',
    more: 'Há alguma coisa que eu deva transmitir?',
    thanks: 'Muito obrigado, é tudo. Adeus.',
    noted: 'Vou transmitir. Mais alguma coisa?',
    bye: 'Obrigado pela chamada. Adeus.',
    connecting: 'Um momento, por favor. Vou passar a chamada.',
    wanted: (matter) => `Alguém quer falar com uma pessoa${matter && ` e disse: «${matter}»`}.`,
    summary: (objective, times, last) => [
      `A chamada foi sobre: ${objective}`,
      `A outra pessoa falou ${times} vezes; por fim: «${last}»`,
    ],
    words:
      'o a os as um uma e de do da que é não em para com eu você nós falo fala português inglês desculpe entendo pode favor obrigado obrigada olá bom boa dia tarde sim alô quem está amanhã são',
  },
} satisfies Record<string, Phrases>;

type Base = keyof typeof PHRASES;

/** Fewer different words of it than this don't make a language. */
const FEWEST_WORDS = 3;

const WORDS = Object.entries(PHRASES).map(([language, { words }]) => ({
  language,
  words: new Set(words.split(' ')),
}));

/** What it says in a base language; in English where it doesn't know the language. */
export const phrasesIn = (language: string): Phrases =>
  PHRASES[Object.hasOwn(PHRASES, language) ? (language as Base) : 'en'];

/** The base language that a text is surely in: by far the most of its small words are of it. */
export function languageOf(text: string): string | undefined {
  const heard = [...new Set(text.toLowerCase().match(/\p{L}+/gu) ?? [])];
  const [best, next] = WORDS.map(({ language, words }) => ({
    language,
    count: heard.filter((word) => words.has(word)).length,
  })).sort((one, other) => other.count - one.count);
  if (!best || best.count < FEWEST_WORDS || best.count < 1.5 * (next?.count ?? 0)) return undefined;
  return best.language;
}
