//! The words of dates in the languages of the press.

/// Month names, one row a month: full names and usual short forms, folded to small letters.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari ocak styczeń \
     stycznia sty январь января янв januari leden ledna tammikuu tammikuuta يناير ιανουάριος \
     ιανουαρίου",
    "february feb februar février fevrier févr fév fevereiro fev febrero febbraio februari şubat \
     luty lutego lut февраль февраля фев únor února helmikuu helmikuuta فبراير φεβρουάριος \
     φεβρουαρίου",
    "march mar mär märz marz mars mrz marzo março marco maart mrt mart marzec marca март марта мар \
     březen března maaliskuu maaliskuuta مارس μάρτιος μαρτίου",
    "april apr avril avr abril abr aprile nisan kwiecień kwietnia kwi апрель апреля апр duben \
     dubna huhtikuu huhtikuuta أبريل ابريل απρίλιος απριλίου",
    "may mai mayo maio maggio mag mei maj maja mayıs май мая květen května toukokuu toukokuuta \
     مايو μάιος μαΐου",
    "june jun juni juin junio junho giugno giu haziran czerwiec czerwca cze июнь июня июн červen \
     června kesäkuu kesäkuuta يونيو ιούνιος ιουνίου",
    "july jul juli juillet juil julio julho luglio lug temmuz lipiec lipca lip июль июля июл \
     červenec července heinäkuu heinäkuuta يوليو ιούλιος ιουλίου",
    "august aug août aout agosto ago augustus augusti ağustos sierpień sierpnia sie август августа \
     авг srpen srpna elokuu elokuuta أغسطس αύγουστος αυγούστου",
    "september sept sep septembre septiembre setembro set settembre eylül wrzesień września wrz \
     сентябрь сентября сен сент září syyskuu syyskuuta سبتمبر σεπτέμβριος σεπτεμβρίου",
    "october oct okt oktober octobre octubre outubro out ottobre ott ekim październik października \
     paź октябрь октября окт říjen října lokakuu lokakuuta أكتوبر οκτώβριος οκτωβρίου",
    "november nov novembre noviembre novembro kasım listopad listopada lis ноябрь ноября ноя \
     marraskuu marraskuuta نوفمبر νοέμβριος νοεμβρίου",
    "december dec dez dezember décembre decembre déc diciembre dic dezembro dicembre desember \
     aralık grudzień grudnia gru декабрь декабря дек prosinec prosince joulukuu joulukuuta ديسمبر \
     δεκέμβριος δεκεμβρίου",
];

/// Weekdays and the small words round a date.
const FILLERS: &str = "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri \
    saturday sat sunday sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa \
    sonnabend sonntag so lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche \
    dim lunes martes miércoles mie mié jueves jue viernes vie sábado sab sáb domingo dom segunda \
    seg terça ter quarta qua quinta qui sexta sex feira lunedì martedì mercoledì giovedì gio \
    venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag \
    tisdag onsdag torsdag fredag lördag söndag понедельник вторник среда четверг пятница суббота \
    воскресенье пн вт ср чт пт сб вс \
    st nd rd th er º the of on at um uhr h hrs hours o clock le la el a à às as den der de del do \
    da dnia den kl klo am pm em il och og om и в г года year t z published updated posted date \
    last modified publication veröffentlicht aktualisiert publié mis jour publicado atualizado \
    pubblicato time local edition local and";

/// Zones by their usual letters, in minutes east of UTC.
const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("bst", 60),
    ("cet", 60),
    ("mez", 60),
    ("west", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("sast", 120),
    ("eest", 180),
    ("msk", 180),
    ("ist", 330),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("brt", -180),
    ("art", -180),
    ("adt", -180),
    ("ast", -240),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cst", -360),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
    ("akdt", -480),
    ("akst", -540),
    ("hst", -600),
    ("et", -300),
    ("pt", -480),
];

/// The month a word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    let names = |row: &str| row.split_whitespace().any(|name| name == word);
    MONTHS.iter().position(|row| names(row)).and_then(|at| u32::try_from(at + 1).ok())
}

/// Whether a word may stand in a date without saying anything.
pub(super) fn says_nothing(word: &str) -> bool {
    FILLERS.split_whitespace().any(|filler| filler == word)
}

/// Minutes east of UTC of a zone's letters.
pub(super) fn offset_of_zone(word: &str) -> Option<i16> {
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
}
