package dev.penstock.timestamp;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What a proof shows about when a statement was there. */
public sealed interface TimestampVerdict {
  /** Why a proof shows nothing. */
  enum Reason {
    /** It is not of the form that is read here. */
    MALFORMED,
    /** No stored certificate leads from its signer to somebody the judge trusts. */
    UNTRUSTED,
    /** It outlived a certificate it rests on, and nothing renewed it before. */
    EXPIRED,
    /** A certificate it rests on was not valid when it was made. */
    NOT_VALID_THEN,
    /** A certificate it rests on was revoked in a way that touches it. */
    REVOKED,
    /** It states a time that has not come yet. */
    FUTURE,
    /** An algorithm or a key in it does not count. */
    WEAK,
    /** Its signer's certificate is not one for time-stamps. */
    WRONG_PURPOSE,
    /** It was made under a policy that the judge did not allow. */
    POLICY
  }

  /**
   * The statement was there not later than this time.
   *
   * @param at the authority's time, ns since 1970
   * @param accuracyNs how far it may be off to either side; empty when that is not stated
   * @param authority who says so
   * @param policy the object identifier it said so under
   * @param serial the number of its token, hexadecimal
   * @param renewals how many later time-stamps carry it on
   * @param trusted which certificate the judge's trust rests on, for each time-stamp
   * @param revocation what was checked of revocation, certificate by certificate
   * @param notes what else the judge should know
   */
  record Proven(
      long at,
      OptionalLong accuracyNs,
      String authority,
      String policy,
      String serial,
      int renewals,
      List<String> trusted,
      List<String> revocation,
      List<String> notes)
      implements TimestampVerdict {
    public Proven {
      trusted = List.copyOf(trusted);
      revocation = List.copyOf(revocation);
      notes = List.copyOf(notes);
    }

    @Override
    public String text() {
      return "was there not later than "
          + Instant.ofEpochSecond(
              Math.floorDiv(at, 1_000_000_000L), Math.floorMod(at, 1_000_000_000L))
          + (accuracyNs.isPresent()
              ? ", give or take " + accuracyNs.getAsLong() / 1_000 + " µs"
              : "")
          + ", says "
          + authority
          + " under policy "
          + policy
          + (renewals == 0 ? "" : ", renewed " + renewals + (renewals == 1 ? " time" : " times"));
    }
  }

  /**
   * The proof is about something else, or was changed.
   *
   * @param where which part of it
   */
  record Contradicted(String where, String what) implements TimestampVerdict {
    @Override
    public String text() {
      return where + ": " + what;
    }
  }

  /** The proof shows nothing, which is no word against the statement. */
  record Unproven(Reason why, String what) implements TimestampVerdict {
    @Override
    public String text() {
      return what;
    }
  }

  /** The verdict in words, without a full stop. */
  String text();
}
