//! The papers of a library that instances share: the files of each paper's folder.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sqlx::Row as _;

use super::{Result, Store};
use crate::sha256;

/// What the names of documents begin with that wait to be taken in.
pub const WAITING: char = '_';

/// The files of a paper's folder: each path below it, with `/` between the parts, and the content.
pub type PaperFiles = Vec<(String, Vec<u8>)>;

impl Store {
    /// The papers' ids, each with a digest of its files; `None` for one that was removed. By id.
    pub async fn papers(&self) -> Result<Vec<(String, Option<String>)>> {
        let statement = "SELECT paper, digest FROM papers ORDER BY paper";
        let rows = sqlx::query(statement).fetch_all(&self.pool).await?;
        let rows = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
        let is_paper = |row: &Result<(String, _)>| {
            row.as_ref().is_ok_and(|(paper, _)| !paper.starts_with(WAITING)) || row.is_err()
        };
        rows.filter(is_paper).collect()
    }

    /// The files of a paper, or of a document that waits.
    pub async fn paper_files(&self, paper: &str) -> Result<PaperFiles> {
        let statement = "SELECT path, content FROM paper_files WHERE paper = $1 ORDER BY path";
        let rows = sqlx::query(statement).bind(paper).fetch_all(&self.pool).await?;
        let file = |row: &sqlx::any::AnyRow| {
            let content: String = row.try_get(1)?;
            let content = BASE64_STANDARD.decode(content).map_err(|cause| {
                sqlx::Error::ColumnDecode { index: "content".to_owned(), source: cause.into() }
            })?;
            Ok((row.try_get(0)?, content))
        };
        rows.iter().map(file).collect()
    }

    /// Keeps the files of papers, or of a document that waits, in the place of those that were there, all or none; the digests of their files.
    pub async fn put_papers(
        &self,
        papers: &[(String, PaperFiles)],
        now: i64,
    ) -> Result<Vec<String>> {
        let encoded: Vec<_> = papers.iter().map(|(paper, files)| encoded(paper, files)).collect();
        let mut transaction = self.pool.begin().await?;
        for Encoded { paper, digest, files } in &encoded {
            // the row first, so that two who write the same paper wait for each other
            let statement = "INSERT INTO papers (paper, digest, at) VALUES ($1, $2, $3) ON CONFLICT (paper) DO UPDATE SET digest = excluded.digest, at = excluded.at";
            let row = sqlx::query(statement).bind(*paper).bind(digest).bind(now);
            row.execute(&mut *transaction).await?;
            let statement = "DELETE FROM paper_files WHERE paper = $1";
            sqlx::query(statement).bind(*paper).execute(&mut *transaction).await?;
            for (path, content) in files {
                let statement =
                    "INSERT INTO paper_files (paper, path, content) VALUES ($1, $2, $3)";
                let row = sqlx::query(statement).bind(*paper).bind(*path).bind(content);
                row.execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        Ok(encoded.into_iter().map(|own| own.digest).collect())
    }

    /// Takes a paper out. Its files stay, so that [`Self::restore_paper`] can put it back.
    pub async fn remove_paper(&self, paper: &str, now: i64) -> Result<()> {
        let statement = "UPDATE papers SET digest = NULL, at = $2 WHERE paper = $1";
        sqlx::query(statement).bind(paper).bind(now).execute(&self.pool).await.map(|_| ())
    }

    /// Puts a paper back that was taken out; whether there was one.
    pub async fn restore_paper(&self, paper: &str, now: i64) -> Result<bool> {
        let files = self.paper_files(paper).await?;
        let digest = encoded(paper, &files).digest;
        let statement =
            "UPDATE papers SET digest = $2, at = $3 WHERE paper = $1 AND digest IS NULL";
        let row = sqlx::query(statement).bind(paper).bind(digest).bind(now);
        Ok(!files.is_empty() && row.execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Forgets documents that wait: one, or all that are older than a time.
    pub async fn forget_waiting(&self, document: Option<&str>, before: i64) -> Result<()> {
        let own =
            "SELECT paper FROM papers WHERE SUBSTR(paper, 1, 1) = '_' AND (paper = $1 OR at < $2)";
        let document = document.unwrap_or_default();
        let mut transaction = self.pool.begin().await?;
        for statement in [
            format!("DELETE FROM paper_files WHERE paper IN ({own})"),
            "DELETE FROM papers WHERE SUBSTR(paper, 1, 1) = '_' AND (paper = $1 OR at < $2)"
                .to_owned(),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(document)
                .bind(before)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }
}

/// The files of a paper as they are stored.
struct Encoded<'f> {
    paper: &'f str,
    digest: String,
    files: Vec<(&'f str, String)>,
}

fn encoded<'f>(paper: &'f str, files: &'f PaperFiles) -> Encoded<'f> {
    let digest =
        sha256::of_files(files.iter().map(|(path, content)| (path.as_str(), content.as_slice())));
    let files =
        files.iter().map(|(path, content)| (path.as_str(), BASE64_STANDARD.encode(content)));
    Encoded { paper, digest, files: files.collect() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::*;

    #[tokio::test]
    async fn papers_are_kept_replaced_and_removed() -> Result<()> {
        let (store, _folder) = store().await;
        let files = vec![
            ("_original.pdf".to_owned(), vec![0, 255, 10]),
            ("paper.toml".to_owned(), "id = \"p\"".into()),
        ];
        let put = async |paper: &str, files: &PaperFiles, now| {
            store.put_papers(&[(paper.to_owned(), files.clone())], now).await
        };
        let digest = put("p", &files, 5).await?;
        assert_eq!(store.paper_files("p").await?, files);
        assert_eq!(put("p", &files, 6).await?, digest);
        let other = vec![("paper.toml".to_owned(), Vec::new())];
        let other_digest = put("p", &other, 7).await?;
        assert_ne!(digest, other_digest);
        assert_eq!(store.paper_files("p").await?, other);
        put("_8-6", &files, 8).await?;
        assert_eq!(store.papers().await?, [("p".to_owned(), other_digest.first().cloned())]);
        store.forget_waiting(None, 8).await?;
        assert_eq!(store.paper_files("_8-6").await?, files);
        store.forget_waiting(Some("_8-6"), 0).await?;
        store.remove_paper("p", 9).await?;
        assert_eq!(store.papers().await?, [("p".to_owned(), None)]);
        assert!(store.paper_files("_8-6").await?.is_empty());
        assert!(store.restore_paper("p", 10).await? && !store.restore_paper("p", 11).await?);
        assert!(!store.restore_paper("q", 12).await?);
        assert_eq!(store.papers().await?, [("p".to_owned(), other_digest.first().cloned())]);
        Ok(())
    }
}
