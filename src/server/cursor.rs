//! Cursors: where a page of a list begins, for nobody but us to make. What they hold is no secret: it is the edge of
//! a page that the person has seen.
//!
//! A cursor is signed for the person, the list and its parameters it was given out for: of another list, with
//! another query, or altered in any bit, it is refused instead of leading somewhere unexpected.

use crate::auth::model::UserId;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac::{self, HMAC_SHA256, Key};
use std::fmt;

/// Bytes of a signature that a cursor carries: 128 bits, of which nobody guesses one.
const SIGNATURE: usize = 16;

/// A cursor that this list has not given out.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This cursor does not belong to this list. Begin again without one, and follow the links.")]
pub struct ForeignCursor;

/// Makes and reads cursors.
#[derive(Clone)]
pub struct Cursors(Key);

impl fmt::Debug for Cursors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cursors(…)")
    }
}

impl Cursors {
    /// Signs with a key of its own, derived from a secret that all processes of an installation share.
    pub fn new(secret: &str) -> Self {
        let master = Key::new(HMAC_SHA256, secret.as_bytes());
        let own = hmac::sign(&master, b"gitgud: cursors of /api/v1");
        Self(Key::new(HMAC_SHA256, own.as_ref()))
    }

    /// The cursor of a place in a list.
    pub fn seal(&self, user: &UserId, list: &str, place: &str) -> String {
        let signature = self.sign(user, list, place);
        let bytes = [&signature.as_ref()[..SIGNATURE], place.as_bytes()].concat();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place a cursor stands for.
    ///
    /// # Errors
    /// When it was not given out for this list.
    pub fn open(&self, user: &UserId, list: &str, cursor: &str) -> Result<String, ForeignCursor> {
        let place = || -> Option<String> {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
            let (signature, place) = bytes.split_at_checked(SIGNATURE)?;
            let place = std::str::from_utf8(place).ok()?;
            let right = self.sign(user, list, place);
            let good: bool =
                subtle::ConstantTimeEq::ct_eq(&right.as_ref()[..SIGNATURE], signature).into();
            good.then(|| place.to_owned())
        };
        place().ok_or(ForeignCursor)
    }

    fn sign(&self, user: &UserId, list: &str, place: &str) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        for part in [user.as_str(), list, place] {
            // With its length before it, no part can be taken for the end of another.
            context.update(&part.len().to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ada() -> UserId {
        UserId::new("user_ada")
    }

    #[test]
    fn a_cursor_is_good_for_its_person_its_list_and_its_installation_alone() {
        let cursors = Cursors::new("sk_1");
        let cursor = cursors.seal(&ada(), "/problems?q=", "a12");
        let open = |cursors: &Cursors, user: &UserId, list: &str| cursors.open(user, list, &cursor);
        assert_eq!(open(&cursors, &ada(), "/problems?q=").unwrap(), "a12");
        let refused = [
            open(&cursors, &UserId::new("user_bob"), "/problems?q="),
            open(&cursors, &ada(), "/problems?q=x"),
            open(&Cursors::new("sk_2"), &ada(), "/problems?q="),
        ];
        for answer in refused {
            assert_eq!(answer, Err(ForeignCursor));
        }
    }

    proptest! {
        #[test]
        fn no_altered_cursor_is_taken(place in "\\PC{0,40}", flip in 0_usize..400) {
            let cursors = Cursors::new("sk_1");
            let cursor = cursors.seal(&ada(), "/tags", &place);
            prop_assert_eq!(cursors.open(&ada(), "/tags", &cursor).unwrap(), place);
            let mut bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
            let at = flip % (bytes.len() * 8);
            bytes[at / 8] ^= 1 << (at % 8);
            let altered = URL_SAFE_NO_PAD.encode(bytes);
            prop_assert!(cursors.open(&ada(), "/tags", &altered).is_err());
        }

        #[test]
        fn anything_may_be_sent_as_a_cursor(text in "\\PC*") {
            let _ = Cursors::new("sk_1").open(&ada(), "/tags", &text);
        }
    }
}
