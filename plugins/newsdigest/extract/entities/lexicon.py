"""Small closed lists: words that stand before names, in them, or only look like names."""

from __future__ import annotations


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Between the parts of a name.
PARTICLES = _split(
    "von van der den de del della di da dos du le la las los ter ten zu zum zur af al el bin ibn"
    " ben abu y e und of"
)
# Before a person's name; never a part of it.
TITLES = _split(
    "Mr Mr. Mrs Mrs. Ms Ms. Sir Dame Lord Lady Dr Dr. Prof Prof. President Minister Chancellor"
    " Secretary Senator Governor Mayor Prince Princess King Queen Pope Judge General Colonel"
    " Captain Director Chairman Professor Congressman Congresswoman Representative Ambassador"
    " Sheriff Executive Chairwoman Spokesman Spokeswoman Justice Detective Inspector Sergeant"
    " Officer Coach Premier Commissioner"
    " M. Mme Mlle Maître Docteur Professeur Sr. Sra. Doña Dña. D. Sig. Signor Signora Dott."
    " Dottor On. Pan Pani Herr Herrn Frau Präsident Präsidentin Minister Ministerin Kanzler"
    " Канцлер Президент Премьер Министр Глава Prezydent Premier Ministre Presidente Ministro"
    " Kanzlerin Papst König Königin Prinz Prinzessin"
)
SPEAKING = _split(
    "said says told added tells claimed warned argued insisted explained wrote tweeted"
    " dit déclaré affirmé dijo afirmó declaró señaló explicó ha dichiarato disse powiedział"
    " powiedziała сказал сказала заявил заявила отметил отметила сообщил сообщила"
)
# What people are, in lower case before the name ("Iran's president, Ebrahim Raisi").
ROLES = _split(
    "president minister chancellor secretary spokesman spokeswoman spokesperson leader chief"
    " director coach captain singer actor actress author writer lawyer mayor governor senator"
    " chairman manager founder professor striker midfielder defender goalkeeper husband wife son"
    " daughter brother sister father mother président présidente ministre chancelier chef cheffe"
    " porte-parole guitariste batteur bassiste chanteur chanteuse acteur actrice maire directeur"
    " directrice général fondateur écrivain presidente ministro ministra canciller portavoz"
    " director directora alcalde alcaldesa jefe líder entrenador cantante actor fundador juez"
    " fiscal cancelliere portavoce sindaco direttore allenatore cantante attore prezydent premier"
    " minister kanclerz rzecznik burmistrz dyrektor trener президент премьер премьер-министр"
    " министр канцлер глава представитель директор тренер губернатор мэр депутат сенатор"
)
# Before a place in which something is.
PREPOSITIONS = _split(
    "in at near from to around outside à a en de vers depuis desde hacia per da di w we z do pod"
    " koło в во из под около"
)
# Before a town that is a town and no club.
WITHIN = _split(
    "in im aus nach bei von vom um an am über durch bis zwischen ab nahe stadt raum at from near to"
    " of around à de en vers dans da di a per nel w z do we ze od в из на под"
)
# Before a town that is a club.
AGAINST = _split("gegen against contre contra contro przeciwko против")
DETERMINERS = _split(
    "the a an le la les un une el los las una unos il lo gli i the The der die das dem den des"
    " Der Die Das ein eine einen einem einer eines l'"
    " L' l’ del della du des"
)
# German words for people that are no names.
ROLE_ENDINGS = (
    "führer",
    "führerin",
    "chef",
    "chefin",
    "sprecher",
    "sprecherin",
    "mann",
    "frau",
    "leute",
    "leiter",
    "leiterin",
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "trainer",
    "trainerin",
    "spieler",
    "spielerin",
    "meister",
    "meisterin",
    "kanzler",
    "kanzlerin",
    "direktor",
    "direktorin",
    "händler",
    "händlerin",
)
# What makes a name a club's.
TEAMS = _split("FC SC SV TSV VfB VfL FSV TSG BSC SpVgg CF AC Rovers United City FK SK")
# What makes a name in a German text a club's or company's.
CLUBS = _split(
    "FC SC SV TSV VfB VfL FSV TSG BSC SpVgg Rovers United AG GmbH SE KG Inc Corp Ltd Holding"
)
# The last part of a compound that is an organisation: Max-Planck-Institut.
BODIES = (
    "institut",
    "stiftung",
    "ausschuss",
    "verband",
    "bank",
    "gruppe",
    "konzern",
    "partei",
    "universität",
    "schule",
    "amt",
    "gericht",
    "zeitung",
    "kommission",
    "club",
    "klub",
    "verein",
    "rat",
    "ministerium",
    "gesellschaft",
    "bund",
    "union",
    "konferenz",
    "agentur",
    "behörde",
    "werk",
    "werke",
    "klinik",
    "museum",
    "theater",
    "orchester",
    "fraktion",
    "versicherung",
)
# Capitalised although they name nobody.
NO_NAMES = _split(
    "The A An In On At By For From With And But Or If It Its He She We They His Her This That These"
    " Those There Then When While After Before Since Most Many Some All Two Three Earlier Later"
    " Will May Can Not No Yes As To Of I You What Who Why How Where Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday January February March April June July August September"
    " October November December Christmas Easter Le La Les Un Une Des Du De Il Elle Ils En Au Aux"
    " Dans Pour Par Sur Avec Mais Et Ce Cette Ces Selon Après El Los Las Una Unos Por Con Para Pero"
    " Según Si No Lo Al Del Es Su Gli Uno Della Del Di Che Non Per Ma Come Nel Nella Dal Anche W Z"
    " Na Do Od Po To Jak Ale Nie Jest Za O Der Die Das Ein Eine Und Im Am Zu Mit Nach Von Bei Auf"
    " Er Sie Es Wir Ich Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar"
    " März Mai Juni Juli Oktober Dezember В На По И Но Он Она Они Это Мы Как Для Из За От До Не"
    " Paese Pays País Estado Stato État"
    " New Old Great North South East West CEO CFO CIO COO CTO TV PC Inc Ora Time Covid Van"
)
# Parts of a compound that say where something belongs rather than whose it is.
ADJUNCTS = _split("EU UN UNO US")
# With which the name of a newspaper may begin.
ARTICLES = _split("La Le Les El Il Het De The Der Die Das Los")
# What a company's head is called, between the company and the name.
OFFICES = _split("CEO CFO CIO COO CTO")
# Of countries and continents: people and languages, no places.
DEMONYMS = _split(
    "German British American French Spanish Italian Polish Russian Ukrainian Chinese Japanese"
    " Korean Indian Canadian Australian Austrian Swiss Dutch Belgian Danish Swedish Norwegian"
    " Finnish Greek Turkish Israeli Palestinian Syrian Iraqi Iranian Afghan Pakistani Mexican"
    " Brazilian Argentine Egyptian European African Asian Arab English Scottish Welsh Irish"
    " Portuguese Hungarian Czech Romanian Bulgarian Serbian Croatian Latin Roman Soviet Western"
    " Eastern Northern Southern Muslim Jewish Christian Catholic Islamic Foreign Prime Deputy"
    " Vice Former Interior Defence Defense Finance Chief"
)
# An organisation's name begins or ends with one of these.
ORGANISATION_ENDS = _split(
    "Inc Inc. Corp Corp. Corporation Ltd Ltd. Limited Group Holdings Company Bank University"
    " College School Ministry Department Office Agency Authority Council Commission Committee"
    " Party Association Federation Foundation Institute Institution Court Parliament Assembly"
    " Senate Congress Union League Club Society Trust Fund Police Army Navy Airlines Airways Motors"
    " Entertainment Studios Records Pictures Museum Hospital Church Times Post Journal Herald"
    " Tribune News Network Television Radio FC United Rovers City Center Centre Police"
    " AG GmbH SE KG KGaA Holding Bundesamt Landesamt Amt Institut Stiftung Verband Verein"
    " S.A. Estate S.p.A. SpA SA Sp. Inc"
)
ORGANISATION_BEGINS = _split(
    "Ministry Department Bank University College Institute Council House Court Office Federation"
    " Ministère Ministerio Ministero Ministerstwo Banque Banco Banca Bank Université Universidad"
    " Università Uniwersytet Institut Instituto Istituto Instytut Parti Partido Partito Partia"
    " Assemblée Asamblea Assemblea Conseil Consejo Consiglio Rada Cour Corte Tribunal Tribunale"
    " Trybunał Sąd Commission Comisión Commissione Komisja Comité Comitato Agence Agencia Agenzia"
    " Agencja Fédération Federación Federazione Confédération Confederación Confederazione"
    " Administración Administration Dirección Dirección Direction Secretaría Policía Fiscalía"
    " Fondation Fundación Fondazione Fundacja Syndicat Sindicato Sindacato Cámara Chambre Camera"
    " Congreso Senado Parlamento Parlement Procuraduría Superintendencia Instytut Związek"
    " Министерство Банк Университет Институт Партия Комитет Совет Федерация"
)
# What joins the words of an organisation's name.
JOINTS = _split(
    "of for and the de des du de la la le les del de los las y e et della dei degli di per der für"
    " l' d' dell' d’ l’"
)
# What an organisation's name follows where the text says what it is ("newspaper Le Monde").
CLASSES = _split(
    "agency newspaper magazine broadcaster channel company companies firm firms group band airline"
    " airlines carmaker automaker chipmaker retailer insurer lender manufacturer startup start-up"
    " website network charity club thinktank studio publisher conglomerate"
    " agence journal quotidien hebdomadaire magazine mensuel chaîne entreprise société compagnie"
    " groupe constructeur opérateur association collectif syndicat parti éditeur"
    " agencia diario periódico revista semanario cadena canal empresa compañía grupo aerolínea"
    " fabricante asociación partido emisora"
    " agenzia quotidiano settimanale rivista emittente azienda società compagnia gruppo"
    " associazione partito sindacato"
    " agencja dziennik gazeta tygodnik spółka spółki firma firmy koncern koncernu grupa portal"
    " stacja stowarzyszenie fundacja agencji dziennika portalu tygodnika"
    " агентство агентства газета газеты журнал телеканал телеканала компания компании концерн"
    " корпорация холдинг группа издание издания радиостанция агентству газете"
)
# The ends of German nouns that say the same: "Elektronikhersteller Canon".
CLASS_ENDS = (
    "zeitung",
    "zeitungen",
    "blatt",
    "magazin",
    "magazins",
    "sender",
    "senders",
    "fernsehsender",
    "konzern",
    "konzerns",
    "hersteller",
    "herstellers",
    "anbieter",
    "betreiber",
    "reederei",
    "airline",
    "fluglinie",
    "fluggesellschaft",
    "gewerkschaft",
    "nachrichtenagentur",
    "agentur",
    "miliz",
    "terrormiliz",
    "rockband",
    "popband",
    "band",
    "musikgruppe",
    "onlineportal",
    "portal",
    "portals",
    "plattform",
    "kette",
    "handelskette",
    "supermarktkette",
    "autobauer",
    "dienstleister",
    "unternehmen",
    "unternehmens",
    "firma",
    "versicherer",
    "energieversorger",
    "zulieferer",
    "elektronikhändler",
    "onlinehändler",
    "versandhändler",
    "modehändler",
    "möbelhändler",
    "einzelhändler",
    "startup",
    "start-up",
    "ngo",
    "organisation",
    "hilfsorganisation",
    "netzwerk",
)
# What people do, in German, before a name that looks like an organisation's.
TRADES = _split(
    "augenzeuge präsident expräsident ex-präsident kanzler außenminister stürmer verteidiger"
    " autor autorin richter richterin ökonom historiker regisseur regisseurin politiker"
    " abgeordnete abgeordneter schauspieler schauspielerin sänger sängerin torhüter angreifer"
    " general"
)
# The last word of a company's name that begins like a person's.
COMPANIES = _split(
    "Media Group Holding Studios Entertainment Records Systems Motors Airlines Airways Bank"
    " Capital Partners Technologies Stiftung TV Radio News Times Post Versicherung Verlag"
    " Foundation University College Institute Museum Pictures Films"
)
# German prepositions with their article.
CONTRACTIONS = _split("am beim im ins vom zum zur")
# Small words within an organisation's name in a German text.
INNER = _split(
    "für der des die das dem den und of for the and von vom zu zur ohne gegen de di du la le"
    " del della dello delle dei degli y et e with without on to by at am im an in auf aus bei"
    " mit zum"
)
# What is done on them is no part of a name; "Welt am Sonntag" is one.
DAYS = _split("Montag Dienstag Mittwoch Donnerstag Freitag Samstag")
# The last word of a competition or prize.
EVENTS = _split(
    "Open Bowl Cup Spiele Spielen Prix Masters Awards Award Festspiele Meisterschaft"
    " Weltmeisterschaft Europameisterschaft League Championship Championships Grand Slam Marathon"
    " Tour"
)
# Abbreviations of techniques and the like.
TECHNIQUES = _split(
    "WLAN NFC PR USB HD TV DVD PC App GPS LTE SMS HTML VR AI KI IT CEO CFO BIP IPO DNA HIV"
    " AIDS WM EM SUV CD LED QR PDF API CPU GPU RAM SSD UHD OLED LCD MP3 CO2 MwSt AGB DSGVO"
    " TTIP CETA Covid"
)
# Behind an Arabic name these go on with the sentence; they are no last names.
ARABIC_SENTENCES = _split(
    "الذي التي اليوم أمس غدا الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي"
    " الماضية المقبل إلى الى في من على عن أن إن ان قال أكد أعلن صرح أضاف وقال خلال بعد قبل"
    " مع هو كان قد لم لن لا ما هذا هذه كما الرئيس الوزير وزير رئيس ملك الملك أمير الأمير"
    " حول أثناء"
)
