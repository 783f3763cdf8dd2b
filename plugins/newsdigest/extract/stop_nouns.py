"""Nouns that any news text may hold: measures, times, roles, the words of reporting."""

from __future__ import annotations

from collections.abc import Mapping

STOP_NOUNS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "de": """
    abend abschluss absicht agentur angabe angaben anfang anfrage angebot anlass ansicht antwort anteil anzahl
    arbeit art artikel aspekt auftrag auge ausgabe ausnahme aussage ausschnitt basis bedeutung beginn begriff beispiel
    beitrag bereich bericht berichte besuch beziehung bild bitte blick bürger chance chef chefin dame dank daten datum dauer
    detail dezember dienstag ding donnerstag doppel dritte drittel durchschnitt ebene effekt eindruck einfluss
    einheit einsatz einschätzung ende entscheidung entwicklung ereignis erfahrung erfolg ergebnis erklärung
    erste euro experte expertin fall familie farbe februar fehler figur folge form foto frage frau freitag freund
    funktion gast gebiet gefahr gefühl gegend gegner gegenteil geld geschichte gesicht gespräch gestalt gewicht
    glück grad grenze große größe grund gruppe hälfte hand haus herr herz hilfe hinblick hinsicht hinweis höhe
    idee information inhalt interesse interview jahr jahre jahrzehnt jahrhundert januar juli juni junge jänner
    kilometer kind kollege kollegin kommentar kontext kopf kraft kreis kritik lage land laufe leben leiter leiterin
    leser leute liste lösung mai mal mann material maß maßnahme mehrheit meinung meldung mensch menge meter
    methode million millionen milliarde milliarden minister ministerin minute mittag mitte mitteilung mittel
    mittwoch mitglied moment monat montag morgen möglichkeit mutter nachfrage nachmittag nachricht nacht nähe name
    natur neue niveau november nummer objekt oktober ort paar partner person plan platz position prinzip problem
    programm projekt prozent prozess publikum punkt rahmen rand rat raum reaktion rede regel reihe rest richtung
    rolle rückkehr ruhe runde sache samstag sicht schluss schritt seite sekunde september serie sieg sinn situation sitz
    sonntag sonnabend sorge sprache sprecher sprecherin spur staat stadt stand stelle stellung stimme straße stück
    stunde suche summe szene tag tage teil tatsache termin text thema tausend tisch titel ton tonne treffen typ uhr
    umfang umgebung unterschied ursache vater verbindung vergangenheit vergleich verhältnis version versuch viertel
    volk voraussetzung vorbild vorjahr vormittag vorsitzende vorsitzender vorstand vorteil vorwurf wahrheit wahl
    weg weise weiter welt wert wesen woche wochenende wort wunsch zahl zahlen zeichen zeile zeit zeitpunkt zeitung zentrum
    ziel zimmer zitat zufall zugang zukunft zusammenhang zustand zweck zweifel mehr donnerstagabend
    präsident präsidentin direktor direktorin professor trainer kanzler kanzlerin außenminister
    außenministerin innenminister finanzminister regierungschef staatschef geschäftsführer geschäftsführerin
    vorsitz amtskollege amtskollegin stellvertreter bürgermeister abgeordnete experten mitarbeiter dollar
    darstellung unternehmer volltext aktenzeichen einschätzungen angelegenheit verbündete seinen ihren
    delegationsführer teilnehmer west westen osten norden süden konsequenz konsequenzen personalie information informationen
    """,
        "en": """
    addition address afternoon agency amount answer april area article august basis bit case centre century chance
    change chairman chief choice comment conference country couple course data date day days decade december
    decision deputy detail difference director edge effort end evening event evidence example expert fact family
    february figure figures form friday friend future group half hand head help history hour hours house idea
    information interview issue january job july june kind lack last leader level life line list lot majority
    man manager march matter meeting member men million millions billion minister minute moment monday money
    month months morning move name nation need news newspaper night november number october office official
    officials one opportunity option order part parts past pair people percent period person place plan plans
    point position president prime problem process programme project question range rate reason report reporter
    reporters reports rest result return right rise role room rule saturday secretary section september series
    service set side sign situation source sources space speech spokesman spokeswoman spokesperson stage start
    state statement states step story street study success sunday support system talk team term terms text thing
    things thursday time times today top total town trip tuesday turn type use version view visit voice wake way
    wednesday week weekend weeks woman women word words work world year years yesterday city children country's
    world's year's chance anything everything something nothing others same both many
    """,
        "fr": """
    année an ans jour jours mois semaine semaines fois temps heure heures fin début cas partie pays monde homme
    hommes femme femmes personne personnes président ministre premier première suite cours part point question
    problème effet fait exemple place raison nombre groupe membre chef porte-parole ville lieu vie nom moment
    moyenne milliers millions milliards autres plus tout soir matin lundi mardi mercredi jeudi vendredi samedi
    dimanche même ensemble cadre base type sorte situation occasion
    """,
        "es": """
    año años día días mes meses semana semanas vez veces tiempo hora horas fin final inicio caso parte país países
    mundo hombre hombres mujer mujeres persona personas presidente ministro primera primer momento punto problema
    hecho ejemplo lugar razón número grupo miembro jefe portavoz ciudad vida nombre millones miles otros lunes
    martes miércoles jueves viernes sábado domingo tipo situación través pasado próximo acuerdo mañana noche tarde
    """,
        "it": """
    anno anni giorno giorni mese mesi settimana settimane volta volte tempo ora ore fine inizio caso parte paese
    paesi mondo uomo uomini donna donne persona persone presidente ministro prima primo momento punto problema
    fatto esempio luogo ragione numero gruppo membro capo portavoce città vita nome milioni miliardi migliaia altri
    lunedì martedì mercoledì giovedì venerdì sabato domenica tipo situazione modo corso resto mezzo cosa
    """,
        "nl": """
    jaar jaren dag dagen maand maanden week weken keer tijd uur einde begin geval deel land landen wereld man
    mannen vrouw vrouwen mensen persoon president minister premier moment punt probleem feit voorbeeld plaats
    reden aantal groep lid woordvoerder stad leven naam miljoen miljard situatie manier
    """,
        "pl": """
    roku lata latach czas czasu dzień dniu godzina godzin miesiąca miesięcy tydzień raz razy osoba osób ludzie
    ludzi część kraj kraju świat świata prezydent minister premier sprawa sprawie miejsce miasto życie liczba
    koniec początek przypadku wszystko tylko także również między przed przez około ponad dlatego kiedy gdzie
    jednak bardzo teraz jeszcze będzie mógł może można
    """,
        "pt": """
    ano anos dia dias mês meses semana semanas vez vezes tempo hora horas fim início caso parte país países mundo
    homem homens mulher mulheres pessoa pessoas presidente ministro momento ponto problema facto fato exemplo
    lugar razão número grupo membro chefe cidade vida nome milhões milhares outros tipo situação
    """,
        "ru": """
    года году лет день дней дня время времени часов месяц месяца месяцев неделя недели люди людей человек страна
    страны стран мире мира часть президент министр глава словам слова вопрос вопросы случае город города место
    также после около более между перед когда потому чтобы однако только будет может можно этого которые который
    очень сейчас сегодня всего раньше через например почти против вместе другие других своих своей
    """,
    }.items()
}
