//! Words with a dot that may not end a sentence, and words that often begin one. Small tables for
//! the languages most news is in; all words in small letters, without their last dot.

/// Words with spaces between.
type Words = &'static str;

/// Whether a word is one of these.
pub(crate) fn has(words: Words, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

/// What a language's dots mean.
pub(crate) struct Dots {
    /// Never the end of a sentence: titles and what stands before a name.
    pub(crate) never: Words,
    /// The end only where the next word is a usual start: what stands behind a name or a number.
    pub(crate) rarely: Words,
    /// The same, where written with a capital only: `Ill.` is a state, `ill.` a word.
    pub(crate) rarely_names: Words,
    /// Not the end before a number: `No. 10`.
    pub(crate) before_number: Words,
    /// Words that begin a sentence more often than they follow an abbreviation.
    pub(crate) starts: Words,
    /// Whether a number with a dot is an ordinal: `3. März`.
    pub(crate) ordinals: bool,
}

/// The table for a language's primary code.
pub(crate) fn dots(primary: &str) -> &'static Dots {
    match primary {
        "de" | "deu" | "ger" => &GERMAN,
        "fr" | "fra" | "fre" => &FRENCH,
        "es" | "spa" => &SPANISH,
        "it" | "ita" => &ITALIAN,
        "pt" | "por" => &PORTUGUESE,
        "nl" | "nld" | "dut" => &DUTCH,
        "ru" | "rus" | "uk" | "ukr" | "bg" | "bul" => &RUSSIAN,
        "da" | "no" | "nb" | "nn" | "fi" | "is" | "et" | "lv" | "cs" | "sk" | "pl" | "hu"
        | "hr" | "sr" | "bs" | "sl" | "tr" | "lt" | "fo" | "lb" => &ORDINAL,
        _ => &ENGLISH,
    }
}

static ENGLISH: Dots = Dots {
    never: "
        mr mrs ms messrs mx dr prof rev fr hon gen lt col maj capt cpt cmdr adm sgt cpl pvt pfc
        brig gov sen rep reps sens pres supt det insp atty amb ald vs v eg e.g i.e cf viz ca
        approx dist assn bros ave mme mlle",
    rarely: "",
    rarely_names: "
        st ste mt ft jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs
        fri sat sun inc corp co ltd plc llc cos jr sr esq dept univ ala ariz ark calif colo conn
        del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn
        tenn tex vt va wash wis wyo ph.d rd blvd bldg hwy intl",
    before_number: "no nos p pp art vol vols fig figs sec ch par op",
    starts: "
        the a an in on at by for from with after before when while as if since although though
        because until during under he she it they we you his her its their our my this that
        these those there here but and or yet so then now not no some many most all both each
        several other others what who why how where which however meanwhile last earlier also
        asked to is was one two three more such according i",
    ordinals: false,
};

static GERMAN: Dots = Dots {
    never: "
        dr prof hr fr hrn st dipl ing mag gen z.b d.h u.a i.d o.g v.a z b d h u bzw ca vgl sog
        inkl zzgl evtl ggf geb gest gegr str bspw etc vs rd",
    rarely: "
        jan feb mrz apr jun jul aug sep sept okt nov dez mio mrd tsd usw usf co jh jhdt chr a.d
        a.m e.v i.r u.s v.chr",
    rarely_names: "",
    before_number: "nr art abs s bd abb kap tel ziff par",
    starts: "
        der die das den dem des ein eine einen einem einer er sie es wir ich ihr man und aber
        oder doch denn in im an am auf auch bei beim mit nach von vom vor zu zum zur für über
        unter seit wenn als wie was wer warum dass da dann dort hier so nun noch nur nicht kein
        keine seine ihre diese dieser dieses jetzt heute gestern allerdings",
    ordinals: true,
};

static FRENCH: Dots = Dots {
    never: "
        m mm mme mmes mlle mlles dr pr me mgr st ste gén cf env av bd vs p.ex",
    rarely: "janv févr fév avr juil sept oct nov déc etc inc cie ltée apr hab éd",
    rarely_names: "",
    before_number: "p pp art vol no n chap fig al t tél",
    starts: "
        le la les un une des il elle ils elles on nous je vous ce cet cette ces c l d et mais ou
        or donc en dans à au aux pour par sur avec sans sous depuis après avant selon si quand
        lorsque comme son sa ses leur leurs qui que pourquoi puis ainsi alors aussi enfin
        pourtant mardi",
    ordinals: false,
};

static SPANISH: Dots = Dots {
    never: "
        sr sra srta sres dr dra d dña prof lic ing gral cnel sto sta av avda ud uds vd p.ej
        aprox vs cf mons arq",
    rarely: "
        ene feb mar abr jun jul ago sept set oct nov dic etc cía ltda s.a ee.uu uu ee jr",
    rarely_names: "",
    before_number: "núm nro no n p pág págs art vol tel cap",
    starts: "
        el la los las un una unos unas lo él ella ellos ellas en de del al a por para con sin
        sobre según tras desde y pero o si cuando como que quien este esta estos estas ese esa
        esto eso su sus no también además así aunque hoy",
    ordinals: false,
};

static ITALIAN: Dots = Dots {
    never: "
        sig sigg sig.ra dott dr prof ing avv on sen mons gen arch geom rag s ss es cfr
        ca vs",
    rarely: "gen feb mar apr giu lug ago sett ott nov dic ecc etc s.p.a",
    rarely_names: "",
    before_number: "n nn p pp pag pagg art artt vol tel cap fig",
    starts: "
        il lo la i gli le un uno una l in di a da con su per tra fra del della nel nella al alla
        dal e ma o se quando come che chi questo questa quello si non anche dopo secondo poi
        così è sono ha lui lei loro oggi ieri",
    ordinals: false,
};

static PORTUGUESE: Dots = Dots {
    never: "
        sr sra srs sras dr dra prof profa eng gen cel d av exmo sto sta p.ex vs cf aprox",
    rarely: "jan fev mar abr mai jun jul ago set out nov dez etc ltda cia s.a jr",
    rarely_names: "",
    before_number: "nº n num p pág págs art vol tel cap",
    starts: "
        o a os as um uma uns umas ele ela eles elas em no na nos nas de do da ao à por para com
        sem sobre segundo após desde e mas ou se quando como que quem este esta esse essa isso
        isto seu sua não também além já hoje",
    ordinals: false,
};

static DUTCH: Dots = Dots {
    never: "
        dhr mevr mw dr drs prof ir ing mr ds st gen kol bijv bv d.w.z m.b.t o.a ca resp vgl zgn
        i.v.m t.a.v vs",
    rarely: "jan feb mrt apr jun jul aug sept okt nov dec enz etc jr sr mln mld",
    rarely_names: "",
    before_number: "nr nrs art blz p pag tel dl fig",
    starts: "
        de het een hij zij ze wij we ik je u dat die dit deze er en maar of want in op aan bij
        met na naar om over tot uit van voor volgens toen als wat wie waar ook nog niet nu daar
        hier zijn haar hun geen sinds tijdens",
    ordinals: false,
};

static RUSSIAN: Dots = Dots {
    never: "
        г гг ул пр им св т.е т.к т.н т е н акад проф ген кв обл пос см ср напр вул м о д",
    rarely: "
        янв фев апр авг сент окт нояб дек руб коп тыс млн млрд др пр т.д т.п н.э в вв",
    rarely_names: "",
    before_number: "стр рис ст п пп табл тел гл с",
    starts: "
        в на по с к у и а но он она они оно мы я это этот эта эти как что если когда для при
        после до из от также не однако его её их так там где кто все ранее за та але він вона
        вони ми це цей ця що якщо коли як",
    ordinals: false,
};

/// Languages whose ordinals have a dot, and of which no more is said here.
static ORDINAL: Dots = Dots {
    never: "
        dr prof st mgr ing doc bl f.eks bl.a t.d np tj tzv tzn św ks gen płk ul hr fr mr mrs av
        doç",
    rarely: "etc osv mv mfl mio mia mld mln tys kč atd apod itd itp stb",
    rarely_names: "",
    before_number: "nr č č.p s str art ust tel sz no",
    starts: "
        det den de en et han hun vi jeg i på men og to ten ta te w na po ale jak v je za se a az
        egy ez bu bir hän on ja mutta ze jest nie ne ve da u kao",
    ordinals: true,
};
