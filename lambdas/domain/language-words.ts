/**
 * Words that tell a language: the small ones that every text has, and what people write when they want a call made.
 * All are folded (`fold` below): lower case, no accents. Languages that we don't speak stand here as well, in short,
 * since they would be taken for their neighbours otherwise.
 */
const WORDS: Record<string, string> = {
  en:
    'the a an and or of to in on at for with from by is are was be been will would can could should do ' +
    'does not this that these it its they their them he she his her him you your we our my me i d s t ll ' +
    're if whether when what which who how there any some about as please ask call book confirm check say ' +
    'tell see let order cancel reschedule schedule appointment reservation table delivery message ' +
    'tomorrow today tonight morning evening week want need like wish have has get know find out make ' +
    'leave saying price open available late new next last hours opening hello talk speak thank pick ready ' +
    'room doctor two three four five six seven eight nine ten people name before only because so still ' +
    'happy birthday',
  es:
    'el la los las un una de del y a al en con por para que es son esta hay no si se su le mi te tu pero ' +
    'como cuando este pregunta pregunte llama reserva reserve confirma confirme confirmar cita mesa hora ' +
    'manana hoy noche dia favor quiero necesito tiene tienen puede precio cuanto cuesta dos tres cuatro ' +
    'ocho personas nombre mensaje',
  fr:
    'le la les un une des du de d l et ou a au en par pour que qui est sont ne pas si sa son ses il elle ' +
    'ils nous vous je votre mais quand cette ce c s n qu j quel demandez demande appelez appelle reservez ' +
    'reserve confirmez rendez table heure heures demain soir jour bonjour voudrais avez deux quatre ' +
    'personnes nom chez',
  de:
    'der die das den dem ein eine einen einem und oder zu zum zur im in an am auf aus bei mit nach von ' +
    'fur uber ist sind wird kann nicht kein ob dass was wann wie ich er sie es wir ihr mich mir ihnen ' +
    'ihre meine sich noch aber als um uhr bitte frag frage rufe reserviere buche bestatige termin morgen ' +
    'heute kostet hat zwei vier sieben sag',
  it:
    'il lo la i le un una di del della dei e o a al alla alle in nel con per da su sul che chi sono ha ' +
    'hanno non si se suo ma come quando questo questa chiedi chiedere chiama prenota conferma ' +
    'appuntamento tavolo ora ore domani oggi sera mattina favore vorrei possono due tre quattro otto ' +
    'persone',
  pt:
    'o a os as um uma de do da dos das e ou em no na com por para pelo que quem esta tem nao sim se seu ' +
    'sua eu mas como quando quanto pergunte ligue reserve reserva confirme mesa hora horas amanha hoje ' +
    'noite manha dia favor quero pode dois duas quatro oito pessoas',
  nl:
    'de het een en of te van in op aan met voor door bij naar uit is kan niet als dat die dit wat wanneer ' +
    'hoe wie ik je u hij ze we ons er om uur graag vraag bel reserveer boek bevestig afspraak tafel ' +
    'morgen vandaag avond kost heeft hebben twee vier zeven zeg',
  sv:
    'och att det den de en ett som ar for pa i av med till fran om inte kan ska vill har eller men nar ' +
    'hur vem jag du han hon vi min ocksa klockan tack fraga ring boka bekrafta tid bord morgon idag kvall ' +
    'vecka kostar tva tre fyra sju',
  'no da':
    'og at det den de en et som er for pa i med til fra om ikke kan skal vil har eller men nar hvordan ' +
    'hvem hvor jeg du han hun vi min ogsa før klokken ring bord morgen dag koster to tre fire personer',
  no: 'av hva dere meg etter takk gjerne spør bestill bekreft timen kveld uke sju noe apent',
  da: 'af hvad jer mig efter tak gerne spørg bestil bekræft tid aften uge syv noget abent',
  fi:
    'ja tai etta on ovat ei se ne han mita milloin missa miten jos mutta myos kysy soita varaa peru aika ' +
    'aikaa poyta huomenna tanaan illalla kello viikolla kiitos maksaa voiko voi voivatko onko kaksi kolme ' +
    'neljalle seitseman kahdelle henkilolle heilla paljonko',
  pl:
    'i w z na do sie nie jest sa ze o od po za dla przez u a ale lub czy jak kiedy gdzie kto co ile ja ci ' +
    'prosze zapytaj zadzwon zarezerwuj umow wizyte stolik jutro dzis wieczorem tydzien kosztuje maja ma ' +
    'mozna dwa dwoch czterech osob powiedz',
  ca:
    'el la els les un una de del dels i o a al als en amb per que es son esta no si se seu pero com on ' +
    'quin perque aquest aquesta pregunta truca reserva confirma cita taula hora hores dema avui vespre ' +
    'setmana dia plau vull preu poden dos quatre persones d l hi ha tenen',
  hi: 'है हैं में का की के को से और लिए कि करें क्या यह कल समय बजे',
  ro: 'si sa la de pe in cu pentru este sunt nu un o care ca din mai va rog maine ora daca cand unde',
  cs: 'a v na se je ze do s z pro o jsou prosim zavolej zitra hodin kdy kde jak',
  hr: 'i u na je da se za su ne od sutra sati molim pitaj',
  af: 'die en het nie is vir van in ek ons asseblief om tafel bel vra',
};

/** The languages that each word may be of. */
export const LANGUAGES_BY_WORD: ReadonlyMap<string, readonly string[]> = byWord();

function byWord(): Map<string, string[]> {
  const languagesOf = new Map<string, string[]>();
  for (const [languages, words] of Object.entries(WORDS)) {
    for (const word of words.split(' ')) {
      languagesOf.set(word, [...(languagesOf.get(word) ?? []), ...languages.split(' ')]);
    }
  }
  return languagesOf;
}

/** Lower case without accents, since many leave them out; scripts other than Latin stay as they are. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll('ł', 'l');
