import type { Language } from '../voices.ts';
import { type BaseLanguage, baseLanguage } from './language.ts';

/** What is said when a call is handed over, or can't be. */
interface Phrases {
  /** First words to whoever takes the call over; `{name}` is for whom the agent speaks. */
  readonly handingOver: string;
  /** To the other side, where nobody took the call. */
  readonly unreachable: string;
}

/** By base language; what is written Chinese here is read aloud in Mandarin, so Cantonese has its own. */
const PHRASES: Record<BaseLanguage | 'zh-HK', Phrases> = {
  en: {
    handingOver: 'Hello, this is the AI assistant of {name}. I have a call for you.',
    unreachable: "I'm sorry, nobody can take the call right now. Is there anything else I can do for you?",
  },
  es: {
    handingOver: 'Hola, soy el asistente de inteligencia artificial de {name}. Le paso una llamada.',
    unreachable: 'Lo siento, ahora nadie puede atender la llamada. ¿Puedo ayudarle en algo más?',
  },
  fr: {
    handingOver:
      "Bonjour, je suis l'assistant d'intelligence artificielle de {name}. Je vous passe un appel.",
    unreachable:
      "Je suis désolé, personne ne peut prendre l'appel pour le moment. Puis-je faire autre chose pour vous ?",
  },
  de: {
    handingOver: 'Guten Tag, hier ist der KI-Assistent von {name}. Ich habe einen Anruf für Sie.',
    unreachable:
      'Es tut mir leid, im Moment kann niemand den Anruf annehmen. Kann ich sonst etwas für Sie tun?',
  },
  it: {
    handingOver:
      "Buongiorno, sono l'assistente di intelligenza artificiale di {name}. Le passo una chiamata.",
    unreachable: 'Mi dispiace, in questo momento nessuno può prendere la chiamata. Posso fare altro per lei?',
  },
  pt: {
    handingOver: 'Olá, sou o assistente de inteligência artificial de {name}. Vou passar-lhe uma chamada.',
    unreachable: 'Desculpe, neste momento ninguém pode atender a chamada. Posso ajudar em mais alguma coisa?',
  },
  nl: {
    handingOver: 'Hallo, u spreekt met de AI-assistent van {name}. Ik heb een gesprek voor u.',
    unreachable: 'Het spijt me, op dit moment kan niemand het gesprek aannemen. Kan ik nog iets voor u doen?',
  },
  sv: {
    handingOver: 'Hej, det här är AI-assistenten hos {name}. Jag har ett samtal till dig.',
    unreachable: 'Jag beklagar, ingen kan ta samtalet just nu. Kan jag hjälpa dig med något annat?',
  },
  no: {
    handingOver: 'Hei, dette er KI-assistenten til {name}. Jeg har en samtale til deg.',
    unreachable: 'Beklager, ingen kan ta samtalen akkurat nå. Kan jeg hjelpe deg med noe annet?',
  },
  fi: {
    handingOver: 'Hei, tässä on tekoälyavustaja, {name}. Minulla on sinulle puhelu.',
    unreachable: 'Olen pahoillani, kukaan ei voi juuri nyt vastata puheluun. Voinko auttaa jossain muussa?',
  },
  pl: {
    handingOver: 'Dzień dobry, tu asystent oparty na sztucznej inteligencji, {name}. Mam do Państwa rozmowę.',
    unreachable: 'Przepraszam, teraz nikt nie może odebrać. Czy mogę pomóc w czymś innym?',
  },
  ca: {
    handingOver: "Hola, soc l'assistent d'intel·ligència artificial de {name}. Li passo una trucada.",
    unreachable: 'Ho sento, ara ningú no pot atendre la trucada. El puc ajudar en alguna altra cosa?',
  },
  ar: {
    handingOver: 'مرحبًا، معك المساعد الذي يعمل بالذكاء الاصطناعي لدى {name}. لديّ مكالمة لك.',
    unreachable: 'عذرًا، لا يمكن لأحد الرد على المكالمة الآن. هل يمكنني مساعدتك في شيء آخر؟',
  },
  hi: {
    handingOver: 'नमस्ते, मैं {name} की एआई सहायक हूँ। आपके लिए एक कॉल है।',
    unreachable: 'माफ़ कीजिए, अभी कोई कॉल नहीं ले सकता। क्या मैं आपकी कोई और सहायता कर सकती हूँ?',
  },
  ja: {
    handingOver: '{name}のAIアシスタントです。お電話をおつなぎします。',
    unreachable: '申し訳ございません、ただいま電話に出られる者がおりません。ほかにご用件はございますか。',
  },
  ko: {
    handingOver: '안녕하세요, {name}의 AI 비서입니다. 전화를 연결해 드리겠습니다.',
    unreachable: '죄송합니다. 지금은 전화를 받을 수 있는 사람이 없습니다. 더 도와드릴 일이 있을까요?',
  },
  zh: {
    handingOver: '您好，我是{name}的人工智能助手。有一个电话要转接给您。',
    unreachable: '抱歉，现在没有人能接听电话。请问还有什么可以帮您？',
  },
  'zh-HK': {
    handingOver: '你好，我係{name}嘅人工智能助理。有個電話要轉駁俾你。',
    unreachable: '唔好意思，而家冇人可以接聽電話。請問仲有咩可以幫到你？',
  },
};

/**
 * The words to whoever a call is handed over to, before anything else is said to them.
 * @param about what the agent says of who is on the line; empty if nothing
 */
export const announcing = ({
  language,
  name,
  about,
}: {
  readonly language: Language;
  readonly name: string;
  readonly about: string;
}): string =>
  [phrasesIn(language).handingOver.split('{name}').join(name), about]
    .filter((words) => words !== '')
    .join(' ');

/** Said to the other side when nobody took the call; the conversation goes on. */
export const unreachable = (language: Language): string => phrasesIn(language).unreachable;

const phrasesIn = (language: Language): Phrases =>
  PHRASES[language === 'zh-HK' ? language : baseLanguage(language)];
