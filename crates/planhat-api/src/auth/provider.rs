//! Tokens that change while the client lives.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::Token;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A token on its way.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send + 'a>>;

/// Why a token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenNeed {
    /// An attempt is about to be made: a token from a cache will do.
    Attempt,
    /// The server answered 401 to this token: it was revoked or rotated. The attempt is made once
    /// more if this brings another one, and the call fails if it brings the same. Many calls can
    /// meet the same 401: a provider that holds a newer token by then need not fetch another.
    Rejected(Token),
}

/// Hands out tokens, for teams that rotate them or keep them in a vault.
///
/// It is asked before every attempt, and again when the attempt had to wait for limits, so it should
/// keep its token; and once more in a call whose token was refused. It has as long as an attempt may
/// take, and its future can be dropped before it is done. A closure is one, too:
///
/// ```
/// # use planhat_api::{Client, Token, TokenNeed};
/// # async fn read_vault(fresh: bool) -> Result<String, std::io::Error> { Ok("secret".to_owned()) }
/// let client = Client::builder()
///     .token_provider(|need| async move {
///         let fresh = matches!(need, TokenNeed::Rejected(_));
///         let text = read_vault(fresh).await?;
///         Ok::<_, Box<dyn std::error::Error + Send + Sync>>(Token::new(text)?)
///     })
///     .build()?;
/// # Ok::<(), planhat_api::Error>(())
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// The token to use now. What it fails with becomes the source of the call's error, and is
    /// shown to whoever prints that: it should not hold the token.
    fn token(&self, need: TokenNeed) -> TokenFuture<'_>;
}

/// A provider that several clients share.
impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self, need: TokenNeed) -> TokenFuture<'_> {
        (**self).token(need)
    }
}

impl<F, R, E> TokenProvider for F
where
    F: Fn(TokenNeed) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Token, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn token(&self, need: TokenNeed) -> TokenFuture<'_> {
        let asked = self(need);
        Box::pin(async move { asked.await.map_err(Into::into) })
    }
}
