//! `assent import`: events or a catalog out of files.

use super::model::{MemoryArgs, TrialsArgs};
use super::output::{self, bytes_bar};
use super::{DataArgs, Surroundings};
use crate::archive::{DOCUMENT, UNZIPPED_BYTES_MAX, Unzipped, unzip};
use app::files::{BadReason, EventColumns, Format, PriceErrorKind};
use app::import::{Carried, Imported, Order, RowAt};
use app::{AppError, Shop};
use clap::Args;
use domain::Price;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Import events or a catalog from files
#[derive(Args)]
#[command(after_help = "Examples:
  assent import --data shop --format online-retail online_retail.parquet \\
      --granted recommend,train --evidence \"terms of 2010, section 4, signed at first order\"
  assent import --data shop --format events clicks.csv --subject user --item sku --time ts --weight qty
  assent import --data shop --format catalog items.csv --currency EUR --strict
  assent import --data shop --format assent my-data.zip --granted recommend \\
      --evidence \"signed form of 3 May\"

Importing the same file twice changes nothing; after an interruption, import it again.
Without --granted, nothing personal is kept, learned or used.")]
pub struct Import {
    #[command(flatten)]
    data: DataArgs,
    /// What kind of files: online-retail, movielens, events, catalog, or assent for what a person carried away
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Kind,
    /// The files, or a directory of MovieLens
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The column that says who
    #[arg(long, value_name = "COLUMN")]
    subject: Option<String>,
    /// The column that says with what
    #[arg(long, value_name = "COLUMN")]
    item: Option<String>,
    /// The column that says when
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// The column that says how many, or how many stars
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// The purposes that the people in the files agreed to
    #[arg(long, value_name = "PURPOSE,..", value_delimiter = ',', requires = "evidence")]
    granted: Vec<String>,
    /// What shows that they did
    #[arg(long, value_name = "TEXT", requires = "granted")]
    evidence: Option<String>,
    /// The currency of a catalog's prices that do not name theirs, as EUR
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<String>,
    /// Take nothing in if any row is bad
    #[arg(long)]
    strict: bool,
    /// Do not learn a model afterwards
    #[arg(long, conflicts_with = "no_trials")]
    no_train: bool,
    #[command(flatten)]
    trials: TrialsArgs,
    #[command(flatten)]
    memory: MemoryArgs,
}

/// What kind of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Events or items of many.
    Files(Format),
    /// The archive or export of one person.
    Own,
}

fn format(text: &str) -> Result<Kind, String> {
    if text == "assent" {
        return Ok(Kind::Own);
    }
    let says = || "one of online-retail, movielens, events, catalog, assent".to_owned();
    Format::parse(text).map(Kind::Files).ok_or_else(says)
}

fn currency(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    Price::new(0, &code).map(|_| code).map_err(|_| "an ISO 4217 code in use, as EUR".to_owned())
}

impl Import {
    /// Imports, reports, and learns a model.
    ///
    /// # Errors
    /// [`AppError`] when a file can not be read, or a row is bad and `--strict` is set.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        if self.evidence.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return Err(AppError::File("--evidence is empty: say what shows that people agreed".into()));
        }
        if self.currency.is_some() && self.format != Kind::Files(Format::Catalog) {
            return Err(AppError::File("--currency is for the prices of --format catalog".into()));
        }
        let shop = self.data.open(around)?;
        self.memory.hold(&shop);
        match self.format {
            Kind::Files(format) => self.files(&shop, around, format)?,
            Kind::Own => self.own(&shop, around)?,
        }
        if !self.no_train {
            super::model::train(&shop, around, self.trials.trials())?;
        }
        shop.keep_time((around.now)())
    }

    fn files(&self, shop: &Shop, around: &Surroundings, format: Format) -> Result<(), AppError> {
        let bar = bytes_bar(0).with_message("importing");
        let imported = shop.import((around.now)(), &self.order(format), &|progress| {
            bar.set_length(progress.bytes_total);
            bar.set_position(progress.bytes);
        })?;
        bar.finish_and_clear();
        report(&imported);
        if self.granted.is_empty() && imported.no_consent > 0 {
            output::say("nobody is said to have agreed (--granted), so nothing personal was kept");
        }
        Ok(())
    }

    /// What each of these people carried away.
    fn own(&self, shop: &Shop, around: &Surroundings) -> Result<(), AppError> {
        let evidence = self.evidence.as_deref().unwrap_or_default();
        for file in &self.files {
            let document = document(file)?;
            let carried = shop.import_own((around.now)(), &document, &self.granted, evidence)?;
            output::say(&told(&carried));
            if carried.paused {
                output::say(
                    "the use of this person's data is paused or restricted, so no event of theirs was taken in",
                );
            } else if carried.no_consent > 0 {
                output::say("what no purpose may use here was not kept: the yes is given here, or said with --granted");
            }
        }
        Ok(())
    }

    fn order(&self, format: Format) -> Order {
        Order {
            format,
            files: self.files.clone(),
            columns: EventColumns {
                subject: self.subject.clone(),
                item: self.item.clone(),
                time: self.time.clone(),
                weight: self.weight.clone(),
            },
            granted: self.granted.clone(),
            evidence: self.evidence.clone().unwrap_or_default(),
            currency: self.currency.clone(),
            strict: self.strict,
        }
    }
}

/// The document of an export, or out of an archive.
fn document(file: &Path) -> Result<Vec<u8>, AppError> {
    let says = |what: &str| AppError::File(format!("{}: {what}", file.display()));
    let bytes = std::fs::File::open(file).and_then(|opened| {
        let mut bytes = Vec::new();
        opened.take(UNZIPPED_BYTES_MAX + 1).read_to_end(&mut bytes).map(|_| bytes)
    });
    let bytes = bytes.map_err(|error| says(&error.kind().to_string()))?;
    if bytes.len() as u64 > UNZIPPED_BYTES_MAX {
        return Err(says("larger than 512 MiB"));
    }
    match unzip(&bytes, DOCUMENT) {
        Unzipped::File(document) => Ok(document),
        Unzipped::NoZip => Ok(bytes),
        Unzipped::Missing => Err(says("there is no data.json in it")),
        Unzipped::Damaged => Err(says("the archive is damaged")),
    }
}

fn told(carried: &Carried) -> String {
    format!(
        "{} events: {} kept, {} known already, {} without consent, {} left out; {} noes and {} yeses taken over, {} things hidden",
        carried.events,
        carried.kept,
        carried.known,
        carried.no_consent,
        carried.left_out,
        carried.noes,
        carried.yeses,
        carried.hidden,
    )
}

fn report(imported: &Imported) {
    output::say(&format!(
        "{} rows: {} events kept, {} known already, {} without consent, {} of nobody in particular; {} items, {} people",
        imported.rows,
        imported.events,
        imported.duplicates,
        imported.no_consent,
        imported.anonymous,
        imported.items,
        imported.people,
    ));
    if imported.mismatched > 0 {
        output::say(&format!("{} events carry the name of another event and were not kept", imported.mismatched));
    }
    if imported.lacking > 0 {
        let lacking = imported.lacking;
        output::say(&format!(
            "{lacking} of these events are of items that the catalog lacks: they count once it has them"
        ));
    }
    for (reason, rows) in &imported.left_out {
        let first: Vec<_> = rows.first.iter().map(RowAt::to_string).collect();
        let more = if rows.count > rows.first.len() as u64 { ", .." } else { "" };
        output::say(&format!("{} left out: {reason} ({}{more})", rows.count, first.join(", ")));
        if *reason == BadReason::Price(PriceErrorKind::NoCurrency) {
            output::say("say with --currency what such prices are in");
        }
    }
}
