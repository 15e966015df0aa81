//! Looks at a database before it is used: what is wrong with it is said at once and in words, and nothing is written to what is not the bot's.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, SqlSafeStr as _};

/// What SQLite calls the program that a file belongs to: the letters `BBot`. Files of before it was written have 0.
const APPLICATION: i32 = i32::from_be_bytes(*b"BBot");

/// The tables of the first version, by which a file of before the number is known.
const TABLES: [&str; 6] = ["answers", "chats", "inbox", "notes", "unanswered", "votes"];

/// The table in which `sqlx` notes what was brought up to date.
const MIGRATIONS: &str = "_sqlx_migrations";

/// What brings a database up to date, in order: the files of `migrations/`, of which none is ever changed. The macro of `sqlx` that reads them would
/// compile all of `sqlx` twice.
const STEPS: [(i64, &str, &str); 4] = [
    (1, "state", include_str!("../../migrations/0001_state.sql")),
    (2, "bots", include_str!("../../migrations/0002_bots.sql")),
    (3, "papers of chats", include_str!("../../migrations/0003_papers_of_chats.sql")),
    (4, "library", include_str!("../../migrations/0004_library.sql")),
];

/// How long a server may take to let the bot in.
const CONNECT: Duration = Duration::from_millis(1800);

/// How long another program may hold a file that is only looked at.
const HELD: Duration = Duration::from_secs(1);

/// A larger file is not read through at every start, in bytes.
const MOST_CHECKED: u64 = 64 << 20;

/// What brings a database up to date.
pub(super) fn migrations() -> Migrator {
    let step = |(version, description, sql): (i64, &'static str, &'static str)| {
        let (kind, sql) = (MigrationType::Simple, sql.into_sql_str());
        Migration::new(version, description.into(), kind, sql, false)
    };
    Migrator::with_migrations(STEPS.map(step).into())
}

/// The state cannot be opened, or not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `DATABASE_URL` names something else than SQLite or PostgreSQL.
    #[error(
        "DATABASE_URL names no database that the bot can use\n  hint: sqlite:data/briefing-bot.sqlite, or postgres://user:password@host/name"
    )]
    Kind,
    /// The folder or the file cannot be made.
    #[error("cannot create the database file '{}'\n  hint: let the bot write there, or name another place in DATABASE_URL", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// It cannot be used, though the address is well formed.
    #[error("cannot use the database {place}: {problem}\n  hint: {hint}")]
    Open {
        /// Which.
        place: String,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        hint: String,
        /// What the database said.
        #[source]
        cause: Option<sqlx::Error>,
    },
    /// Its tables are not those of this version.
    #[error(
        "cannot bring the database {place} up to date\n  hint: restore a backup, or use the version of the bot that wrote it"
    )]
    Migrate {
        /// Which.
        place: String,
        /// Why.
        #[source]
        cause: MigrateError,
    },
}

/// What is wrong, and what to do.
type Explained = (String, &'static str);

/// Where a database is.
pub(super) enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL.
    Server(Box<PgConnectOptions>),
}

impl Place {
    /// Reads an address: `sqlite:FILE` or `postgres://…`.
    pub(super) fn read(address: &str) -> Result<Self, Error> {
        if let Some(rest) = address.strip_prefix("sqlite:") {
            let file = rest.strip_prefix("//").unwrap_or(rest);
            return if file.is_empty() { Err(Error::Kind) } else { Ok(Self::File(file.into())) };
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = address.parse::<PgConnectOptions>().map_err(|_| Error::Kind)?;
            return Ok(Self::Server(Box::new(options)));
        }
        Err(Error::Kind)
    }

    /// What an error calls it. An address may hold a password, which is left out.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(file) => format!("file '{}'", file.display()),
            Self::Server(_) => "of DATABASE_URL".to_owned(),
        }
    }

    /// An error about it.
    pub(super) fn fault(&self, cause: sqlx::Error) -> Error {
        let (problem, hint) = match self {
            Self::File(_) => explain_sqlite(&cause),
            Self::Server(options) => explain_postgres(&cause, &address(options)),
        };
        // what the library says of it is told in better words above
        let cause = Some(cause).filter(|cause| !matches!(cause, sqlx::Error::Protocol(_)));
        self.error((problem, hint), cause)
    }

    fn error(&self, (problem, hint): Explained, cause: Option<sqlx::Error>) -> Error {
        Error::Open { place: self.name(), problem, hint: hint.to_owned(), cause }
    }

    /// An error about its tables.
    pub(super) fn migration_fault(&self, cause: MigrateError) -> Error {
        match cause {
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => {
                self.fault(cause)
            }
            cause => Error::Migrate { place: self.name(), cause },
        }
    }

    /// Looks at what is there, and writes nothing. Whether there is anything yet.
    pub(super) async fn look(&self) -> Result<bool, Error> {
        match self {
            Self::File(file) => self.look_at_file(file).await,
            Self::Server(options) => {
                let connecting = tokio::time::timeout(CONNECT, PgConnection::connect_with(options));
                match connecting.await {
                    Ok(connected) => {
                        let mut connection = connected.map_err(|cause| self.fault(cause))?;
                        let found: sqlx::Result<(bool, bool)> =
                            sqlx::query_as(TABLES_AND_RIGHTS).fetch_one(&mut connection).await;
                        let _ = connection.close().await;
                        let (has_tables, may_make) = found.map_err(|cause| self.fault(cause))?;
                        if !has_tables && !may_make {
                            return Err(self.error((NO_RIGHTS.to_owned(), GRANT), None));
                        }
                        Ok(has_tables)
                    }
                    Err(_) => {
                        let problem = format!("no answer from {} in time", address(options));
                        Err(self.error((problem, REACH), None))
                    }
                }
            }
        }
    }

    /// The texts of the papers that a server keeps, with their paths; `None` where it keeps none yet.
    pub(super) async fn papers(&self) -> sqlx::Result<Option<Vec<(String, String)>>> {
        let Self::Server(options) = self else { return Ok(None) };
        let mut connection = PgConnection::connect_with(options).await?;
        let has_tables = "SELECT to_regclass('papers') IS NOT NULL";
        let has_papers = "SELECT EXISTS (SELECT 1 FROM papers WHERE LEFT(paper, 1) <> '_')";
        let is_there = sqlx::query_scalar(has_tables).fetch_one(&mut connection).await?
            && sqlx::query_scalar(has_papers).fetch_one(&mut connection).await?;
        if !is_there {
            return Ok(None);
        }
        let statement = "SELECT paper || '/' || path, convert_from(decode(content, 'base64'), 'UTF8') FROM paper_files JOIN papers USING (paper) WHERE digest IS NOT NULL AND LEFT(paper, 1) <> '_' AND path LIKE '%.toml'";
        let texts = sqlx::query_as(statement).fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(Some(texts))
    }

    async fn look_at_file(&self, file: &Path) -> Result<bool, Error> {
        let data = match fs::metadata(file) {
            Ok(data) => data,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(cause) => return Err(Error::File(file.into(), cause)),
        };
        if data.is_dir() {
            let hint = "name a file in DATABASE_URL, such as sqlite:data/briefing-bot.sqlite";
            return Err(self.error(("it is a folder".to_owned(), hint), None));
        }
        if OpenOptions::new().read(true).append(true).open(file).is_err() {
            return Err(self.error(("it is read-only".to_owned(), WRITABLE), None));
        }
        if data.len() == 0 {
            return Ok(false);
        }
        let mut connection = looking(file).await.map_err(|cause| self.fault(cause))?;
        let looked = look_through(&mut connection, data.len()).await;
        let _ = connection.close().await;
        match looked.map_err(|cause| self.fault(cause))? {
            Found::Ours => Ok(true),
            Found::Nothing => Ok(false),
            Found::Damaged => Err(self.error(("it is damaged".to_owned(), RESTORE), None)),
            Found::Foreign => {
                let problem = "it is another program's: it has tables that are not the bot's";
                Err(self.error((problem.to_owned(), ANOTHER), None))
            }
        }
    }

    /// Whether a file that is not there yet could be made: nothing is left behind.
    pub(super) fn can_be_made(&self) -> Result<(), Error> {
        let Self::File(file) = self else { return Ok(()) };
        let fault = |cause| Error::File(file.clone(), cause);
        let file = std::path::absolute(file).map_err(fault)?;
        let folder = file.ancestors().skip(1).find(|folder| folder.exists());
        let trial =
            folder.unwrap_or(Path::new(".")).join(format!(".briefing-bot-{:x}", fastrand::u64(..)));
        OpenOptions::new().create_new(true).write(true).open(&trial).map_err(fault)?;
        fs::remove_file(&trial).map_err(fault)
    }
}

/// What a file is.
enum Found {
    /// A database without anything in it.
    Nothing,
    Ours,
    Foreign,
    Damaged,
}

async fn looking(file: &Path) -> sqlx::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(HELD);
    options.connect().await
}

async fn look_through(connection: &mut SqliteConnection, size: u64) -> sqlx::Result<Found> {
    let application: i32 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master").fetch_all(&mut *connection).await?;
    let has = |name: &str| names.iter().any(|own| own == name);
    let is_ours = match application {
        APPLICATION => true,
        0 => names.is_empty() || TABLES.iter().all(|name| has(name)),
        _ => false,
    };
    if !is_ours {
        return Ok(Found::Foreign);
    }
    if size <= MOST_CHECKED {
        let said: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?;
        if said != "ok" {
            return Ok(Found::Damaged);
        }
    }
    Ok(if has(MIGRATIONS) { Found::Ours } else { Found::Nothing })
}

/// Makes a file, or one of before, known as the bot's, and prepares it. What could not be done is an error that tells why, which the
/// connections of a pool do not.
pub(super) async fn prepare_file(file: &Path) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(HELD);
    let mut connection = options.connect().await?;
    let statement = format!("PRAGMA application_id = {APPLICATION}; {SQLITE}");
    connection.execute(sqlx::AssertSqlSafe(statement)).await?;
    connection.close().await
}

/// How SQLite is to work: durable against a kill of the process; a power cut may cost the last moments, and never the file.
pub(super) const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON";

/// Whether a server has the bot's tables, and whether the user may make them.
const TABLES_AND_RIGHTS: &str = "SELECT to_regclass('notes') IS NOT NULL, COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE)";

const NO_RIGHTS: &str = "the user may not make or write tables there";
const RESTORE: &str =
    "restore a backup, or move the file away to begin anew; the bot never overwrites it";
const ANOTHER: &str = "name another file in DATABASE_URL, restore a backup, or move this one away; the bot never overwrites it";
const WRITABLE: &str =
    "let the bot's user write the file and its folder, in which SQLite keeps two more files";
const REACH: &str = "check the host and the port in DATABASE_URL, the network and the firewall";
const GRANT: &str = "let the user make tables: ALTER DATABASE … OWNER TO …, or GRANT CREATE ON SCHEMA public TO …, and all on the bot's tables";

fn explain_sqlite(cause: &sqlx::Error) -> Explained {
    let code = cause.as_database_error().and_then(|error| error.code());
    // the lower byte is the kind, the others say more
    let code = code.and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff);
    let (problem, hint) = match code {
        Some(5 | 6) => {
            ("another program has it locked", "stop that program; SQLite serves one bot at a time")
        }
        Some(3 | 8) => ("it is read-only", WRITABLE),
        Some(10) => {
            ("its disk cannot be read or written", "check the disk; the system's log says more")
        }
        Some(11) => ("it is damaged", RESTORE),
        Some(13) => ("the disk is full", "make room on the disk"),
        Some(14) => ("SQLite cannot open it, or the two files that it keeps beside it", WRITABLE),
        Some(26) => ("it is not an SQLite database, or is incomplete", ANOTHER),
        _ => ("it cannot be read", RESTORE),
    };
    (problem.to_owned(), hint)
}

fn explain_postgres(cause: &sqlx::Error, address: &str) -> Explained {
    let code = cause.as_database_error().and_then(|error| error.code());
    if let Some(code) = code {
        let (problem, hint) = match &*code {
            "28P01" => (
                "it does not accept the user or the password",
                "correct them in DATABASE_URL; in the password, characters such as @ : / # % are written %40 %3A %2F %23 %25",
            ),
            "28000" => (
                "it does not let this user in from here",
                "make the user (createuser), or allow it in pg_hba.conf",
            ),
            "3D000" => (
                "there is no database of that name",
                "create it (createdb), or correct the name in DATABASE_URL",
            ),
            "42501" => (NO_RIGHTS, GRANT),
            "53300" => (
                "it takes no more connections",
                "raise max_connections, or stop other programs that use it",
            ),
            "57P03" => ("it is starting or stopping", "wait until it is up"),
            _ => ("it refuses", "see the cause below, and the log of PostgreSQL"),
        };
        return (problem.to_owned(), hint);
    }
    match cause {
        sqlx::Error::Io(cause) if cause.kind() == io::ErrorKind::ConnectionRefused => {
            let hint = "start PostgreSQL, or correct the host and the port in DATABASE_URL";
            (format!("nothing listens on {address}"), hint)
        }
        sqlx::Error::Tls(_) => {
            let hint = "check the server's certificate, or sslmode in DATABASE_URL";
            (format!("{address} and the bot cannot agree on TLS"), hint)
        }
        sqlx::Error::Protocol(_) => (
            format!("what listens on {address} is not PostgreSQL"),
            "correct the port in DATABASE_URL",
        ),
        _ => (format!("{address} cannot be reached"), REACH),
    }
}

/// Where a server is, without who asks.
fn address(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}
