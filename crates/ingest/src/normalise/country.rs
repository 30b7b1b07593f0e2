//! The outlet's country.

use morgue_article::{Outlet, OutletTable};

use super::Fields;
use crate::raw::RawField;

/// Names of countries as metadata writes them.
const NAMES: &[(&str, &str)] = &[
    ("united states", "us"),
    ("united states of america", "us"),
    ("usa", "us"),
    ("u.s.", "us"),
    ("uk", "gb"),
    ("united kingdom", "gb"),
    ("great britain", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("wales", "gb"),
    ("ireland", "ie"),
    ("germany", "de"),
    ("deutschland", "de"),
    ("france", "fr"),
    ("spain", "es"),
    ("españa", "es"),
    ("italy", "it"),
    ("italia", "it"),
    ("portugal", "pt"),
    ("brazil", "br"),
    ("brasil", "br"),
    ("mexico", "mx"),
    ("argentina", "ar"),
    ("canada", "ca"),
    ("australia", "au"),
    ("new zealand", "nz"),
    ("india", "in"),
    ("china", "cn"),
    ("japan", "jp"),
    ("russia", "ru"),
    ("russian federation", "ru"),
    ("ukraine", "ua"),
    ("poland", "pl"),
    ("netherlands", "nl"),
    ("belgium", "be"),
    ("switzerland", "ch"),
    ("austria", "at"),
    ("sweden", "se"),
    ("norway", "no"),
    ("denmark", "dk"),
    ("finland", "fi"),
    ("turkey", "tr"),
    ("türkiye", "tr"),
    ("israel", "il"),
    ("egypt", "eg"),
    ("south africa", "za"),
    ("nigeria", "ng"),
    ("kenya", "ke"),
    ("ethiopia", "et"),
    ("morocco", "ma"),
    ("qatar", "qa"),
    ("south korea", "kr"),
    ("korea", "kr"),
    ("singapore", "sg"),
    ("hong kong", "hk"),
    ("pakistan", "pk"),
    ("iran", "ir"),
    ("greece", "gr"),
    ("luxembourg", "lu"),
    ("chile", "cl"),
    ("colombia", "co"),
];

pub(super) fn country(
    fields: &mut Fields<'_>,
    outlet: Option<&Outlet>,
    table: &OutletTable,
) -> Option<String> {
    if let Some(value) = fields.first(RawField::Country, "country") {
        let folded = value.to_lowercase();
        let code = folded.len() == 2 && folded.bytes().all(|b| b.is_ascii_lowercase());
        let known = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, code)| *code);
        if let Some(code) = known.or(code.then_some(folded.as_str())) {
            return Some(code.to_string());
        }
        fields.provenance.remove("country");
    }
    let code = table.by_name(&outlet?.id)?.country.clone();
    fields.note("country", code.is_some(), "outlet table");
    code
}
