import type { Language } from '../voices.ts';
import { baseLanguage, type BaseLanguage } from './language.ts';

/** What the agent says by itself, whatever the call is about. */
interface Phrases {
  /** First words of a call that we place; `{name}` is who it is placed for. */
  readonly greeting: string;
  /** Tells a caller whom they have reached; `{name}` is who was called. */
  readonly reached: string;
  /** Tells a caller who answers. */
  readonly ai: string;
  readonly recorded: string;
  /** Asks an inbound caller what it is about. */
  readonly help: string;
  readonly repeat: string;
  readonly goodbye: string;
  readonly problem: string;
  readonly outOfTime: string;
}

/** By base language; what is written Chinese here is read aloud in Mandarin, so Cantonese has its own. */
const PHRASES: Record<BaseLanguage | 'zh-HK', Phrases> = {
  en: {
    greeting: 'Hello, this is an AI assistant calling on behalf of {name}.',
    reached: 'Hello, you have reached {name}.',
    ai: 'I am an AI assistant.',
    recorded: 'This call is being recorded.',
    help: 'How can I help you?',
    repeat: "I'm sorry, I didn't catch that. Could you say it again, please?",
    goodbye: 'Thank you for your time. Goodbye.',
    problem: "I'm sorry, we have a technical problem, so I have to end this call. Goodbye.",
    outOfTime: "I'm sorry, our time for this call is up. Thank you, and goodbye.",
  },
  es: {
    greeting: 'Hola, soy un asistente de inteligencia artificial y llamo en nombre de {name}.',
    reached: 'Hola, ha llamado a {name}.',
    ai: 'Soy un asistente de inteligencia artificial.',
    recorded: 'Esta llamada se está grabando.',
    help: '¿En qué puedo ayudarle?',
    repeat: 'Disculpe, no le he entendido. ¿Podría repetirlo, por favor?',
    goodbye: 'Gracias por su tiempo. Adiós.',
    problem: 'Lo siento, tenemos un problema técnico y debo terminar la llamada. Adiós.',
    outOfTime: 'Lo siento, se nos ha acabado el tiempo de esta llamada. Gracias y adiós.',
  },
  fr: {
    greeting:
      "Bonjour, je suis un assistant d'intelligence artificielle et je vous appelle de la part de {name}.",
    reached: 'Bonjour, vous êtes bien chez {name}.',
    ai: "Je suis un assistant d'intelligence artificielle.",
    recorded: 'Cet appel est enregistré.',
    help: 'En quoi puis-je vous aider ?',
    repeat: "Excusez-moi, je n'ai pas compris. Pourriez-vous répéter, s'il vous plaît ?",
    goodbye: 'Merci de votre temps. Au revoir.',
    problem:
      "Veuillez m'excuser, nous avons un problème technique et je dois mettre fin à cet appel. Au revoir.",
    outOfTime: "Veuillez m'excuser, le temps prévu pour cet appel est écoulé. Merci et au revoir.",
  },
  de: {
    greeting: 'Guten Tag, hier spricht ein KI-Assistent. Ich rufe im Auftrag von {name} an.',
    reached: 'Guten Tag, Sie sind mit {name} verbunden.',
    ai: 'Ich bin ein KI-Assistent.',
    recorded: 'Dieses Gespräch wird aufgezeichnet.',
    help: 'Wie kann ich Ihnen helfen?',
    repeat: 'Entschuldigung, das habe ich nicht verstanden. Könnten Sie es bitte wiederholen?',
    goodbye: 'Vielen Dank für Ihre Zeit. Auf Wiederhören.',
    problem:
      'Es tut mir leid, wir haben ein technisches Problem, und ich muss das Gespräch beenden. Auf Wiederhören.',
    outOfTime: 'Es tut mir leid, die Zeit für dieses Gespräch ist um. Vielen Dank und auf Wiederhören.',
  },
  it: {
    greeting: 'Buongiorno, sono un assistente di intelligenza artificiale e chiamo per conto di {name}.',
    reached: 'Buongiorno, ha chiamato {name}.',
    ai: 'Sono un assistente di intelligenza artificiale.',
    recorded: 'Questa chiamata viene registrata.',
    help: 'Come posso aiutarla?',
    repeat: 'Mi scusi, non ho capito. Può ripetere, per favore?',
    goodbye: 'Grazie per il suo tempo. Arrivederci.',
    problem: 'Mi dispiace, abbiamo un problema tecnico e devo terminare la chiamata. Arrivederci.',
    outOfTime: 'Mi dispiace, il tempo per questa chiamata è finito. Grazie e arrivederci.',
  },
  pt: {
    greeting: 'Olá, sou um assistente de inteligência artificial e ligo em nome de {name}.',
    reached: 'Olá, ligou para {name}.',
    ai: 'Sou um assistente de inteligência artificial.',
    recorded: 'Esta chamada é gravada.',
    help: 'Em que posso ajudar?',
    repeat: 'Desculpe, não entendi. Poderia repetir, por favor?',
    goodbye: 'Agradeço o seu tempo. Até logo.',
    problem: 'Desculpe, temos um problema técnico e preciso terminar a chamada. Até logo.',
    outOfTime: 'Desculpe, o tempo desta chamada terminou. Agradeço e até logo.',
  },
  nl: {
    greeting: 'Hallo, u spreekt met een AI-assistent. Ik bel namens {name}.',
    reached: 'Hallo, u bent verbonden met {name}.',
    ai: 'Ik ben een AI-assistent.',
    recorded: 'Dit gesprek wordt opgenomen.',
    help: 'Waarmee kan ik u helpen?',
    repeat: 'Sorry, dat heb ik niet verstaan. Kunt u het alstublieft herhalen?',
    goodbye: 'Bedankt voor uw tijd. Tot ziens.',
    problem: 'Het spijt me, er is een technisch probleem en ik moet dit gesprek beëindigen. Tot ziens.',
    outOfTime: 'Het spijt me, de tijd voor dit gesprek is om. Bedankt en tot ziens.',
  },
  sv: {
    greeting: 'Hej, det här är en AI-assistent som ringer på uppdrag av {name}.',
    reached: 'Hej, du har kommit till {name}.',
    ai: 'Jag är en AI-assistent.',
    recorded: 'Samtalet spelas in.',
    help: 'Vad kan jag hjälpa dig med?',
    repeat: 'Förlåt, det uppfattade jag inte. Kan du säga det igen?',
    goodbye: 'Tack för din tid. Hej då.',
    problem: 'Jag beklagar, vi har ett tekniskt problem och jag måste avsluta samtalet. Hej då.',
    outOfTime: 'Jag beklagar, tiden för samtalet är slut. Tack och hej då.',
  },
  no: {
    greeting: 'Hei, dette er en KI-assistent som ringer på vegne av {name}.',
    reached: 'Hei, du har kommet til {name}.',
    ai: 'Jeg er en KI-assistent.',
    recorded: 'Samtalen blir tatt opp.',
    help: 'Hva kan jeg hjelpe deg med?',
    repeat: 'Beklager, jeg fikk ikke med meg det. Kan du si det en gang til?',
    goodbye: 'Takk for tiden din. Ha det bra.',
    problem: 'Beklager, vi har et teknisk problem, og jeg må avslutte samtalen. Ha det bra.',
    outOfTime: 'Beklager, tiden for denne samtalen er ute. Takk, og ha det bra.',
  },
  fi: {
    greeting: 'Hei, täällä puhuu tekoälyavustaja. Soitan asiakkaani {name} puolesta.',
    reached: 'Hei, täällä {name}.',
    ai: 'Olen tekoälyavustaja.',
    recorded: 'Tämä puhelu nauhoitetaan.',
    help: 'Miten voin auttaa?',
    repeat: 'Anteeksi, en saanut selvää. Voisitteko toistaa?',
    goodbye: 'Kiitos ajastanne. Kuulemiin.',
    problem: 'Olen pahoillani, meillä on tekninen ongelma, ja minun täytyy lopettaa puhelu. Kuulemiin.',
    outOfTime: 'Olen pahoillani, tälle puhelulle varattu aika on päättynyt. Kiitos ja kuulemiin.',
  },
  pl: {
    greeting: 'Dzień dobry, tu asystent oparty na sztucznej inteligencji. Dzwonię w imieniu: {name}.',
    reached: 'Dzień dobry, tu {name}.',
    ai: 'Jestem asystentem opartym na sztucznej inteligencji.',
    recorded: 'Ta rozmowa jest nagrywana.',
    help: 'W czym mogę pomóc?',
    repeat: 'Przepraszam, nie udało mi się tego zrozumieć. Czy mogę prosić o powtórzenie?',
    goodbye: 'Dziękuję za rozmowę. Do widzenia.',
    problem: 'Przepraszam, mamy problem techniczny i muszę zakończyć rozmowę. Do widzenia.',
    outOfTime: 'Przepraszam, czas tej rozmowy się skończył. Dziękuję i do widzenia.',
  },
  ca: {
    greeting: "Hola, soc un assistent d'intel·ligència artificial i truco en nom de {name}.",
    reached: 'Hola, ha trucat a {name}.',
    ai: "Soc un assistent d'intel·ligència artificial.",
    recorded: "Aquesta trucada s'està enregistrant.",
    help: 'En què el puc ajudar?',
    repeat: 'Disculpi, no ho he entès. Ho podria repetir, si us plau?',
    goodbye: 'Gràcies pel seu temps. Adeu.',
    problem: "Ho sento, tenim un problema tècnic i he d'acabar la trucada. Adeu.",
    outOfTime: "Ho sento, s'ha acabat el temps d'aquesta trucada. Gràcies i adeu.",
  },
  ar: {
    greeting: 'مرحبًا، معك مساعد يعمل بالذكاء الاصطناعي، وأتصل نيابةً عن {name}.',
    reached: 'مرحبًا، لقد اتصلت بـ {name}.',
    ai: 'معك مساعد يعمل بالذكاء الاصطناعي.',
    recorded: 'هذه المكالمة مسجّلة.',
    help: 'كيف يمكنني مساعدتك؟',
    repeat: 'عذرًا، لم أسمع ذلك جيدًا. هل يمكن أن تعيد من فضلك؟',
    goodbye: 'شكرًا على وقتك. مع السلامة.',
    problem: 'عذرًا، لدينا مشكلة تقنية ويجب أن أنهي المكالمة. مع السلامة.',
    outOfTime: 'عذرًا، انتهى الوقت المخصص لهذه المكالمة. شكرًا ومع السلامة.',
  },
  hi: {
    greeting: 'नमस्ते, मैं एक एआई सहायक हूँ और {name} की ओर से कॉल कर रही हूँ।',
    reached: 'नमस्ते, आपने {name} को कॉल किया है।',
    ai: 'मैं एक एआई सहायक हूँ।',
    recorded: 'यह कॉल रिकॉर्ड की जा रही है।',
    help: 'मैं आपकी क्या सहायता कर सकती हूँ?',
    repeat: 'माफ़ कीजिए, मैं समझ नहीं पाई। क्या आप कृपया दोहरा सकते हैं?',
    goodbye: 'आपके समय के लिए धन्यवाद। नमस्ते।',
    problem: 'माफ़ कीजिए, एक तकनीकी समस्या के कारण मुझे यह कॉल समाप्त करनी पड़ रही है। नमस्ते।',
    outOfTime: 'माफ़ कीजिए, इस कॉल का समय समाप्त हो गया है। धन्यवाद, नमस्ते।',
  },
  ja: {
    greeting: 'お電話失礼いたします。{name}の代理でお電話しております、AIアシスタントです。',
    reached: 'お電話ありがとうございます。{name}です。',
    ai: 'AIアシスタントが承ります。',
    recorded: 'この通話は録音されています。',
    help: 'どのようなご用件でしょうか。',
    repeat: '申し訳ございません、聞き取れませんでした。もう一度おっしゃっていただけますか。',
    goodbye: 'お時間をいただきありがとうございました。失礼いたします。',
    problem: '申し訳ございません。システムの不具合により、通話を終了させていただきます。失礼いたします。',
    outOfTime: '申し訳ございません。通話時間が終了いたしました。ありがとうございました。失礼いたします。',
  },
  ko: {
    greeting: '안녕하세요, {name} 측을 대신하여 전화드리는 AI 비서입니다.',
    reached: '안녕하세요, {name}입니다.',
    ai: '저는 AI 비서입니다.',
    recorded: '이 통화는 녹음되고 있습니다.',
    help: '무엇을 도와드릴까요?',
    repeat: '죄송합니다, 잘 듣지 못했습니다. 다시 한 번 말씀해 주시겠어요?',
    goodbye: '시간 내주셔서 감사합니다. 안녕히 계세요.',
    problem: '죄송합니다. 기술적인 문제로 통화를 종료해야 합니다. 안녕히 계세요.',
    outOfTime: '죄송합니다. 통화 시간이 다 되었습니다. 감사합니다. 안녕히 계세요.',
  },
  zh: {
    greeting: '您好，我是人工智能助手，代表{name}给您打电话。',
    reached: '您好，这里是{name}。',
    ai: '我是人工智能助手。',
    recorded: '本次通话会被录音。',
    help: '请问有什么可以帮您？',
    repeat: '抱歉，我没有听清楚。请您再说一遍，好吗？',
    goodbye: '感谢您的时间，再见。',
    problem: '抱歉，我们遇到技术问题，我需要结束这次通话。再见。',
    outOfTime: '抱歉，本次通话的时间已到。谢谢您，再见。',
  },
  'zh-HK': {
    greeting: '你好，我係人工智能助理，代表{name}打電話俾你。',
    reached: '你好，呢度係{name}。',
    ai: '我係人工智能助理。',
    recorded: '呢個通話會錄音。',
    help: '請問有咩可以幫到你？',
    repeat: '唔好意思，我聽唔清楚。可唔可以再講一次？',
    goodbye: '多謝你嘅時間，再見。',
    problem: '唔好意思，我哋有技術問題，要結束呢次通話。再見。',
    outOfTime: '唔好意思，呢次通話嘅時間到喇。多謝你，再見。',
  },
};

/** The first words to somebody we call: that an AI calls, for whom, and that it is recorded if it is. */
export const greeting = ({ language, onBehalfOf, recorded }: OutboundOpening): string => {
  const phrases = phrasesIn(language);
  return joined([named(phrases.greeting, onBehalfOf), ...(recorded ? [phrases.recorded] : [])]);
};

export interface OutboundOpening {
  readonly language: Language;
  readonly onBehalfOf: string;
  readonly recorded: boolean;
}

/**
 * The first words to somebody who calls us: whom they reached, that an AI answers, and that it is recorded if it is. Words
 * of the assistant's own are said in the place of the name and the question, but that it is an AI always comes first.
 */
export const inboundGreeting = ({ language, name, recorded, own }: InboundOpening): string => {
  const { reached, ai, recorded: isRecorded, help } = phrasesIn(language);
  return joined([
    ...(own === null ? [named(reached, name)] : []),
    ai,
    ...(recorded ? [isRecorded] : []),
    own ?? help,
  ]);
};

export interface InboundOpening {
  readonly language: Language;
  readonly name: string;
  readonly recorded: boolean;
  /** What the assistant is to say; null if nothing. */
  readonly own: string | null;
}

export const repeatPlease = (language: Language): string => phrasesIn(language).repeat;

export const goodbye = (language: Language): string => phrasesIn(language).goodbye;

/** Said when something of ours broke; ends the call. */
export const sorryProblem = (language: Language): string => phrasesIn(language).problem;

/** Said when the call has lasted as long as it may; ends the call. */
export const outOfTime = (language: Language): string => phrasesIn(language).outOfTime;

const phrasesIn = (language: Language): Phrases =>
  PHRASES[language === 'zh-HK' ? language : baseLanguage(language)];

const named = (phrase: string, name: string) => phrase.split('{name}').join(name);

/** Sentences side by side; Chinese and Japanese ones have no space between. */
const joined = (sentences: readonly string[]) => sentences.join(' ').replaceAll(/(?<=[。？！]) /g, '');
