/**
 * Words that tell a language: the small ones that every text has, and what people write when they want a call made.
 * All are folded (`fold` below): lower case, no accents. Languages that we don't speak stand here as well, in short,
 * since they would be taken for their neighbours otherwise.
 */
const WORDS: Record<string, string> = {
  en:
    'the a an and or of to in on at for with from by is are was be been will would can could should do ' +
    'does not this that these it its they their them he she his her him you your we our us my me i d s t ' +
    'm ll re if whether when what which who how there any some about as please ask call book confirm ' +
    'check say tell see let order cancel reschedule schedule appointment reservation table delivery ' +
    'message tomorrow today tonight morning evening week want need like wish have has get know find out ' +
    'make leave saying price open available late new next last hours opening hello talk speak thank pick ' +
    'ready room doctor two three four five six seven eight nine ten people name before after up only ' +
    'because so still happy birthday',
  es:
    'el la los las un una de del y a al en con por para que es son esta hay no si se su lo le mi te tu ' +
    'pero como cuando cual quien sin sobre hasta este pregunta pregunte llama llame reserva reserve ' +
    'confirma confirme confirmar cita mesa hora manana hoy noche tarde dia favor quiero necesito tiene ' +
    'tienen puede precio cuanto cuesta dos tres cuatro seis ocho personas nombre cancelar diga mensaje',
  fr:
    'le la les un une des du de d l et ou a au en dans par pour que qui est sont ne pas si sa son ses il ' +
    'elle ils nous vous je votre ma mon mes mais quand sur cette ce c s n qu j quel combien demandez ' +
    'demande appelez appelle reservez reserve confirmez rendez table heure heures demain soir jour ' +
    'bonjour voudrais client avez deux trois quatre huit personnes nom chez',
  de:
    'der die das den dem ein eine einen einem und oder zu zum zur im in an am auf aus bei beim mit nach ' +
    'von fur uber ist sind wird kann nicht kein wenn ob dass was wann wie ich er sie es wir ihr mich mir ' +
    'ihn ihnen ihre mein meine sich auch noch aber als um uhr bitte frag frage rufe reserviere buche ' +
    'bestatige termin tisch morgen heute abend woche kostet haben hat zwei vier sieben acht personen sag',
  it:
    'il lo la i gli le un una di del della dei delle e o a al alla alle in nel con per da su sul che chi ' +
    'sono ha hanno non si se suo mi ti ci ma come quando quale perche fino questo questa chiedi chiedere ' +
    'chiama prenota conferma appuntamento tavolo ora ore domani oggi sera mattina settimana favore vorrei ' +
    'costa possono due tre quattro sette otto persone nome',
  pt:
    'o a os as um uma de do da dos das e ou ao aos em no na com por para pelo que quem esta tem nao sim ' +
    'se seu sua me ele voce eu mas como quando qual quanto ate este pergunte ligue reserve reserva ' +
    'confirme consulta mesa hora horas amanha hoje noite manha dia favor quero custa pode dois duas ' +
    'quatro sete oito pessoas nome',
  nl:
    'de het een en of te van in op aan met voor door bij naar uit is zijn was wordt kan niet geen als dat ' +
    'die dit wat wanneer hoe wie ik je u hij ze we ons mijn er ook nog maar om uur graag vraag bel ' +
    'reserveer boek bevestig afspraak tafel morgen vandaag avond week kost heeft hebben twee vier zeven ' +
    'acht personen zeg',
  sv:
    'och att det den de en ett som ar for pa i av med till fran om inte kan ska vill har blir eller men ' +
    'nar hur vad vem jag du han hon vi mig er sig min ocksa efter klockan tack fraga ring boka bekrafta ' +
    'tid bord morgon idag kvall vecka kostar finns tva tre fyra sju atta personer',
  'no da':
    'og at det den de en et som er for pa i med til fra om ikke kan skal vil har eller men nar hvordan ' +
    'hvem hvor jeg du han hun vi min ogsa før klokken ring bord morgen dag koster to tre fire personer',
  no:
    'av blir hva dere meg seg etter takk gjerne spør bestill bekreft timen kveld uke finnes sju atte noe ' +
    'apent',
  da:
    'af bliver hvad jer mig sig efter tak gerne spørg bestil bekræft tid aften uge findes syv otte noget ' +
    'abent',
  fi:
    'ja tai etta on ovat ei se ne han mina te mita mika milloin missa miten kuka jos kun kuin mutta myos ' +
    'niin kysy soita varaa vahvista peru aika aikaa poyta huomenna tanaan illalla kello viikolla kiitos ' +
    'maksaa voiko voi voivatko onko kaksi kolme neljalle seitseman kahdelle henkilolle nimella heilla ' +
    'paljonko',
  pl:
    'i w z na do sie nie jest sa ze o od po za dla przez u a ale lub czy jak kiedy gdzie kto co ile ja on ' +
    'ona mi ci go jej ich tylko juz prosze zapytaj zadzwon zarezerwuj potwierdz umow wizyte stolik jutro ' +
    'dzis wieczorem godzine tydzien kosztuje maja ma mozna dwa dwoch trzech czterech osob powiedz',
  ca:
    'el la els les un una de del dels i o a al als en amb per que es son esta no si se seu li em us pero ' +
    'com quan on quin perque sense fins aquest aquesta pregunta truca reserva confirma cita taula hora ' +
    'hores dema avui vespre mati setmana dia plau vull preu pot poden dos quatre vuit persones nom d l hi ' +
    'ha tenen',
  hi: 'है हैं में का की के को से और लिए कि करें क्या यह कल समय बजे',
  ro: 'si sa la de pe in cu pentru este sunt nu un o care ca din mai va rog maine ora daca cand unde',
  cs: 'a v na se je ze do s z pro o jsou si prosim zavolej zitra hodin kdy kde jak co kolik',
  hr: 'i u na je da se za su ne od s sutra sati molim pitaj kada',
  af: 'die en het nie is vir van in ek ons asseblief wat om tafel more uur bel vra',
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
