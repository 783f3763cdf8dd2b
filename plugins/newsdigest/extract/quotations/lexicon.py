"""The words around quotations, by language: who says, says, and what is no speaker.

Each entry is a list of lower-case words between spaces; "_" stands for a space. To teach
the extraction a verb, add it here and a case to `tests/data/quotations.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

WordKind = Literal[
    "verb",
    "naming",
    "blocked",
    "participle",
    "auxiliary",
    "reported",
    "passive",
    "pronoun",
    "definite",
    "indefinite",
    "oblique",
    "preposition",
    "and",
    "adverb",
    "source",
    "so",
    "further",
]


_SHORTEST_ROLE = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words of attribution.

    Attributes:
        kinds: What each word or phrase is; later rows win.
        participles: Forms that say something with an auxiliary verb.
        particles: Verbs that say something only together with one of these words.
        roles: Words that name a person's part: "minister".
        role_ends: Those with which compounds end; none where words are not joined.
        compounds: Whether words are joined to new ones, as in German.
        titles: Nouns before a name in marks: "film".
        phrases: The entries of `kinds` that hold a space, longest first.
    """

    kinds: Mapping[str, WordKind]
    participles: frozenset[str]
    particles: Mapping[str, frozenset[str]]
    roles: frozenset[str]
    role_ends: tuple[str, ...]
    compounds: bool
    titles: frozenset[str]
    phrases: tuple[str, ...]


_VERBS = {
    "de": """sagte sagt sagten erklärte erklärt erklärten betonte betont betonten meinte meint
        meinten ergänzte ergänzt warnte warnt warnten forderte fordert forderten schrieb
        schreibt schrieben twitterte twittert postete berichtete berichtet berichteten
        bekräftigte bekräftigt versicherte versichert beteuerte beteuert behauptete
        behauptet behaupteten klagte klagt mahnte mahnt antwortete antwortet erwiderte
        erwidert entgegnete entgegnet konterte kontert fragte fragt rief ruft verkündete
        verkündet verlangte verlangt äußerte begründete begründet urteilte urteilt
        resümierte resümiert bilanzierte bilanziert schilderte schildert erzählte
        erzählt erinnerte gestand gesteht bestätigte bestätigt dementierte dementiert
        drohte droht drohten scherzte scherzt schwärmte schwärmt unterstrich
        unterstreicht plädierte plädiert appellierte appelliert argumentierte
        argumentiert prophezeite prophezeit bedauert befand mutmaßte mutmaßt ätzte ätzt
        wetterte wettert polterte poltert spottete spottet jubelte jubelt notierte
        notiert formulierte formuliert erläuterte erläutert präzisierte präzisiert
        kommentierte kommentiert rechtfertigte reagierte reagiert signalisierte monierte
        moniert bemängelte bemängelt witzelte witzelt seufzte flüsterte brüllte schrie
        murmelte wiederholte wiederholt folgerte konstatierte konstatiert analysierte
        analysiert vermeldete meldete gratulierte dankte gab teilte teilt teilten hielt hält schob warf wirft wandte merkte merkt schlug schlägt pflichtete bohrte setzte ermunterte ermuntert fügte
        fügt räumte räumt""",
    "en": """said says told tells added adds wrote writes tweeted tweets warned warns insisted
        insists explained explains argued argues claimed claims stated states replied
        replies asked asks announced announces declared declares noted notes stressed
        stresses commented comments admitted admits acknowledged confirmed confirms
        denied denies suggested suggests continued continues recalled recalls concluded
        concludes remarked observed cautioned joked quipped vowed pledged promised urged
        reported reports complained responded shouted whispered alleged explained revealed estimated emphasised emphasized
        emphasises emphasizes testified boasted reiterated affirmed""",
    "fr": """dit déclare déclara affirme affirma explique expliqua précise précisa indique indiqua
        ajoute ajouta souligne souligna estime estima annonce annonça assure assura
        raconte raconta écrit rappelle rappela regrette insiste insista poursuit conclut
        reconnaît confie confia commente répond répondit lance lança martèle prévient
        avertit résume note confirme soutient plaide promet prévenait déclarait
        expliquait affirmait estimait assurait disait rapporte témoigne observe
        renchérit""",
    "es": """dijo dice afirmó afirma declaró declara explicó explica señaló señala aseguró asegura
        añadió añade agregó agrega indicó indica comentó comenta sostuvo sostiene
        destacó destaca subrayó subraya advirtió advierte anunció anuncia manifestó
        manifiesta expresó expresa apuntó apunta precisó precisa escribió escribe
        reconoció reconoce insistió insiste recordó recuerda concluyó concluye respondió
        responde contó cuenta detalló detalla aclaró confirmó reiteró exclamó tuiteó
        dijeron afirmaron señalaron""",
    "it": """dice disse afferma affermò dichiara dichiarò spiega spiegò aggiunge aggiunse sottolinea
        sottolineò commenta commentò racconta raccontò sostiene scrive scrisse annuncia
        annunciò osserva precisa ricorda conclude ribadisce rivela prosegue ammette
        avverte risponde rispose assicura insiste replica riferisce""",
    "pl": """powiedział powiedziała mówi mówił mówiła dodał dodała dodaje podkreślił podkreśliła
        podkreśla stwierdził stwierdziła zaznaczył zaznaczyła oświadczył oświadczyła
        napisał napisała pisze wyjaśnił wyjaśniła wyjaśnia poinformował poinformowała
        informuje ocenił oceniła ocenia zapewnił zapewniła przyznał przyznała tłumaczy
        tłumaczył tłumaczyła ostrzegł ostrzegła zapowiedział zapowiedziała zauważył
        zauważyła komentuje skomentował skomentowała przekazał przekazała odpowiedział
        odpowiedziała twierdzi relacjonuje czytamy kontynuował kontynuowała zadeklarował
        zadeklarowała oznajmił oznajmiła przypomniał przypomniała apelował apelowała wskazał
        wskazała podsumował podsumowała przekonywał przekonywała argumentował argumentowała
        wspominał wspominała""",
    "ru": """сказал сказала говорит говорил говорила заявил заявила заявляет отметил отметила
        отмечает подчеркнул подчеркнула подчеркивает сообщил сообщила сообщает добавил
        добавила пояснил пояснила поясняет объяснил объяснила написал написала пишет
        рассказал рассказала уточнил уточнила утверждает утверждал напомнил напомнила
        предупредил предупредила признал признала указал указала ответил ответила уверен
        уверена заверил подтвердил подтвердила прокомментировал прокомментировала
        сообщило заявило заявили сообщили произнес произнёс произнесла констатировал
        констатировала резюмировал резюмировала""",
    "zh": "说 說 表示 指出 称 稱 强调 強調 认为 認為 补充说 写道 寫道 告诉 回应",
    "ja": "述べた 語った 話した 話している 述べている 強調した 指摘した と述べ 明らかにした",
}
_NAMING = {
    "de": """nannte nennt nannten bezeichnete bezeichnet bezeichneten sprach spricht beschrieb
        beschreibt verteidigte befindet findet fand hofft hoffte glaubt glaubte vermutet
        vermutete lobte lobt zeigte kritisierte kritisiert kritisierten freute freut
        gibt führt führte stellt stellte hob hebt legte weist wies kündigte kündigt
        bedauerte""",
    "en": """called calls described describes accused praised hailed dubbed thinks believes predicted
        predicts posted""",
    "fr": "juge dénonce",
    "es": "denunció denuncia lamentó",
    "it": "denuncia",
    "pl": "uważa",
    "ru": "назвал назвала считает",
}
_PARTICIPLES = {
    "de": """gesagt erklärt betont gemeint gewarnt gefordert geschrieben bekräftigt versichert
        behauptet gelobt geklagt gemahnt geantwortet verkündet geäußert bezeichnet genannt gedroht
        kritisiert angekündigt mitgeteilt hinzugefügt zugesagt eingeräumt bestätigt beschrieben
        gesprochen berichtet gefragt getwittert gepostet beklagt versprochen""",
    "fr": """dit déclaré affirmé expliqué précisé indiqué ajouté souligné estimé annoncé assuré
        raconté écrit rappelé regretté dénoncé insisté poursuivi conclu reconnu confié jugé commenté
        répondu lancé martelé prévenu averti résumé noté confirmé soutenu plaidé promis rapporté
        témoigné observé tweeté exprimé détaillé salué réagi plaisanté""",
    "es": """dicho afirmado declarado explicado señalado asegurado añadido agregado indicado comentado
        sostenido destacado subrayado advertido anunciado manifestado expresado apuntado precisado
        escrito reconocido insistido recordado denunciado respondido sugerido reclamado avisado
        defendido criticado lamentado""",
    "it": """detto affermato dichiarato spiegato aggiunto sottolineato commentato raccontato sostenuto
        scritto annunciato osservato precisato ricordato concluso ribadito rivelato ammesso avvertito
        risposto assicurato replicato denunciato riferito""",
}
_REST: dict[str, dict[WordKind, str]] = {
    "de": {
        "blocked": "zitierte zitiert zitieren heißt hieß lautet lautete",
        "auxiliary": "hat hatte haben hatten",
        "reported": "habe hätte hätten",
        "passive": "wird wurde werden wurden worden",
        "pronoun": "er sie",
        "definite": "der die das dieser diese dieses sein seine ihre unser unsere",
        "indefinite": "ein eine mehrere viele einige manche beide kein keine",
        "oblique": "dem den des einem einen einer eines seinem seiner ihrem ihrer gegenüber",
        "preposition": """von vom mit bei beim nach für gegen über um aus auf an am in im zu zum zur
            vor unter durch ohne seit wegen trotz zwischen""",
        "and": "und oder sowie",
        "source": """laut nach_angaben_von nach_angaben_der nach_angaben_des nach_den_worten_von
            nach_worten_von nach_ansicht_von nach_aussage_von""",
        "so": "so",
        "adverb": """montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner
            februar märz april mai juni juli august september oktober november dezember mitte ende
            anfang auch doch aber dann danach zuvor später dabei außerdem zudem stattdessen
            allerdings nun jetzt heute gestern morgen damals dort hier nur noch schon bereits denn
            zugleich gleichzeitig anschließend schließlich zuletzt kürzlich daher deshalb trotzdem
            dennoch wie als wenn weil nachdem während ob dass man ich wir es ja nein nicht""",
        "further": "weiter dazu wörtlich wortwörtlich darauf abschließend",
    },
    "en": {
        "auxiliary": "has had have",
        "passive": "was were is are be been being",
        "pronoun": "he she",
        "definite": "the this that his her",
        "indefinite": "a an some many several one another",
        "preposition": """of for by with to from against about on in at as after before into over
            under between among""",
        "and": "and or",
        "adverb": """monday tuesday wednesday thursday friday saturday sunday january february march
            april may june july august september october november december but then
            later also when while if because however meanwhile earlier now today yesterday i we it
            they what who there here not yes no""",
        "source": "according_to",
    },
    "fr": {
        "auxiliary": "a avait ont avaient",
        "passive": "été est sont était",
        "pronoun": "il elle",
        "definite": "le la l les",
        "indefinite": "un une des plusieurs certains",
        "preposition": "de du d à au aux par pour avec contre sur dans en chez sous après avant",
        "and": "et ou",
        "source": "selon d'après d’après",
    },
    "es": {
        "auxiliary": "ha había han habían",
        "passive": "sido fue es son",
        "pronoun": "él ella",
        "definite": "el la los las",
        "indefinite": "un una unos unas varios algunos",
        "preposition": "de del a al por para con contra sobre en tras desde",
        "and": "y e o",
        "source": "según de_acuerdo_con",
    },
    "it": {
        "auxiliary": "ha aveva hanno avevano",
        "passive": "stato stata è sono era",
        "pronoun": "lui lei",
        "definite": "il lo la l i gli le",
        "indefinite": "un uno una alcuni molti",
        "preposition": """di del della dello dei degli delle a al alla ai da dal dalla per con su sul
            sulla in nel nella contro dopo""",
        "and": "e ed o",
        "source": "secondo",
    },
    "pl": {
        "pronoun": "on ona",
        "preposition": "z ze w we na do od dla o po przez przed nad pod przy bez u",
        "and": "i oraz lub",
        "source": "według zdaniem",
    },
    "ru": {
        "pronoun": "он она",
        "preposition": """в во на с со к ко о об от для по из за у при без до после перед между
            через""",
        "and": "и или",
        "source": "по_словам по_мнению согласно",
    },
    "zh": {"pronoun": "他 她"},
    "ja": {},
}
_PARTICLES = {
    "de": {
        "teilte": "mit",
        "teilt": "mit",
        "teilten": "mit",
        "fügte": "hinzu an",
        "fügt": "hinzu an",
        "wies": "hin zurück",
        "weist": "hin zurück",
        "räumte": "ein",
        "räumt": "ein",
        "stellte": "klar fest",
        "stellt": "klar fest",
        "führte": "aus",
        "führt": "aus",
        "hob": "hervor",
        "hebt": "hervor",
        "legte": "nach dar",
        "kündigte": "an",
        "kündigt": "an",
        "gab": "bekannt an zu zurück",
        "gibt": "bekannt an zu zurück",
        "sprach": "von",
        "spricht": "von",
        "zeigte": "überzeugt sich",
        "freute": "sich",
        "freut": "sich",
        "hielt": "fest entgegen",
        "hält": "fest entgegen",
        "schob": "nach",
        "warf": "vor",
        "wirft": "vor",
        "wandte": "ein",
        "merkte": "an",
        "merkt": "an",
        "schlug": "vor",
        "schlägt": "vor",
        "pflichtete": "bei",
        "bohrte": "nach",
        "setzte": "nach",
    },
}
_ROLES = {
    "de": """minister ministerin präsident präsidentin kanzler kanzlerin chef chefin leiter leiterin
        direktor direktorin vorsitzende vorsitzender vorsitzenden trainer trainerin coach experte
        expertin forscher forscherin anwalt anwältin richter richterin staatsanwalt abgeordnete
        abgeordneter politiker politikerin rat rätin stadtrat landesrat stadträtin landesrätin
        meister meisterin führer führerin beauftragte beauftragter vorstand professor professorin
        kommissar kommissarin general sekretär sekretärin vertreter vertreterin ökonom ökonomin
        analyst analystin autor autorin bischof papst könig königin prinz prinzessin senator
        senatorin gouverneur gouverneurin botschafter botschafterin berater beraterin intendant
        regisseur regisseurin schauspieler schauspielerin stürmer torhüter torwart kapitän pilot
        manager managerin boss herr frau dr mag prof hauptmann landeshauptmann landeshauptfrau
        obmann obfrau klubobmann klubchef geschäftsführer geschäftsführerin gründer gründerin
        diplomat diplomatin delegationsführer unterhändler ermittler wissenschaftler historiker
        historikerin psychologe soziologe virologe virologin mediziner arzt ärztin unternehmer
        unternehmerin mitarbeiter kollege kollegin mann vater mutter bruder schwester sohn tochter
        witwe ehefrau sängerin sänger spieler spielerin profi teamchef pfarrer""",
    "en": """minister president chancellor chief director chairman chairwoman chairperson head
        secretary governor senator mayor officer manager coach captain professor analyst economist
        judge lawyer bishop pope king queen prince princess ambassador commissioner general premier
        author founder executive mr mrs ms miss dr sir lord lady prof mp sen rep gov gen spokesman
        spokeswoman spokesperson representative diplomat striker midfielder""",
    "fr": """ministre président présidente chancelier chancelière chef cheffe directeur directrice
        maire sénateur sénatrice député députée général secrétaire gouverneur professeur avocat
        avocate juge procureur pape roi reine ambassadeur commissaire m mme patron patronne
        entraîneur dirigeant dirigeante diplomate""",
    "es": """ministro ministra presidente presidenta canciller jefe jefa director directora alcalde
        alcaldesa senador senadora diputado diputada general secretario secretaria gobernador
        gobernadora profesor abogado juez fiscal papa rey reina embajador entrenador mandatario""",
    "it": """ministro ministra presidente premier cancelliere capo direttore direttrice sindaco
        sindaca senatore senatrice deputato generale segretario governatore professore avvocato
        giudice papa re regina ambasciatore allenatore leader""",
    "pl": """minister premier prezydent szef szefowa dyrektor burmistrz senator poseł posłanka
        generał sekretarz profesor prezes przewodniczący przewodnicząca trener prokurator
        ambasador rzecznik rzeczniczka wiceminister wicepremier marszałek prezeska""",
    "ru": """министр президент канцлер глава директор мэр сенатор депутат генерал секретарь
        губернатор профессор премьер председатель посол тренер дипломат руководитель политик
        представитель представительница пресс-секретарь спикер вице-премьер""",
}
_TITLES = {
    "de": """film buch roman song lied album stück oper serie sendung zeitung magazin zeitschrift
        titel motto namen name ausstellung schiff stichwort slogan begriff wort wörter projekt
        kampagne programm preis show hit single doku dokumentation frachter tanker fähre yacht
        blatt band portal website webseite webseite lesereihe reihe café restaurant ausgabe tatort
        musical kategorie sogenannte sogenannten sogenannter genannt genannte aktion initiative
        spielfilm dokumentarfilm kinderbuch sachbuch tagebuch volkslied gedicht gedichtband
        schriftenreihe verein plattform operation messe festival podcast blog kapitel""",
    "en": """film movie book novel song album play opera series show newspaper magazine titled
        entitled called ship vessel single slogan word term phrase named nicknamed dubbed so-called
        programme program exhibition project campaign tanker ferry musical podcast track hit""",
    "fr": """film livre roman chanson album pièce opéra série émission journal magazine intitulé
        intitulée titre exposition navire baptisé baptisée surnommé mot terme slogan dit dite
        programme projet""",
    "es": """película libro novela canción álbum obra ópera serie programa diario periódico revista
        titulado titulada título exposición buque barco llamado llamada palabra término lema
        proyecto disco""",
    "it": """film libro romanzo canzone album opera serie programma giornale rivista quotidiano
        intitolato intitolata titolo mostra nave chiamato chiamata parola termine slogan progetto
        brano""",
    "pl": """film filmu filmie książka książki książce powieść powieści piosenka piosenki album
        albumu serial serialu gazeta gazecie dziennik tygodnik tytuł tytułem pod_tytułem statek
        tzw program programie""",
    "ru": """фильм фильма фильме книга книги книге роман романа романе песня песни альбом альбома
        сериал газета газеты газете журнал журнала компания компании компанию клуб клуба проект
        проекта газопровод газопровода судно группа группы телеканал телеканала телеканалу агентство
        холдинг ооо оао пао ао банк завод""",
}
LANGUAGES = tuple(_VERBS)


@cache
def get_lexicon(language: str) -> Lexicon:
    """The words of a language; none for one that is not known."""
    kinds: dict[str, WordKind] = {}
    rows: list[tuple[WordKind, str]] = [
        *_REST.get(language, {}).items(),
        ("participle", _PARTICIPLES.get(language, "")),
        ("naming", _NAMING.get(language, "")),
        ("verb", _VERBS.get(language, "")),
    ]
    for kind, words in rows:
        kinds |= {word.replace("_", " "): kind for word in words.split()}
    phrases = sorted((word for word in kinds if " " in word), key=lambda word: (-len(word), word))
    particles = _PARTICLES.get(language, {})
    roles = frozenset(_ROLES.get(language, "").split())
    return Lexicon(
        kinds=kinds,
        participles=frozenset(_PARTICIPLES.get(language, "").split()),
        particles={verb: frozenset(words.split()) for verb, words in particles.items()},
        roles=roles,
        role_ends=tuple(sorted(role for role in roles if len(role) >= _SHORTEST_ROLE))
        if language == "de"
        else (),
        compounds=language == "de",
        titles=frozenset(_TITLES.get(language, "").replace("_", " ").split()),
        phrases=tuple(phrases),
    )
