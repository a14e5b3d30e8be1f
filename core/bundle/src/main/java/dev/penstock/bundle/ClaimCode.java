package dev.penstock.bundle;

import java.util.List;

/** What a checker says of a bundle, in this order: docs/formats/bundle.md §7. */
public enum ClaimCode {
  CONTAINER,
  PARTS,
  HEADS,
  GROWTH,
  PLACES,
  SIGNATURES,
  RECORDS,
  CHAINS,
  SUBJECT,
  COMPLETE,
  TIMES,
  CONTINUITY,
  APPROVALS;

  /** Without these nothing else can be said. */
  static final List<ClaimCode> FIRST = List.of(CONTAINER, PARTS);

  /** These must hold for any good verdict. */
  static final List<ClaimCode> NEEDED =
      List.of(HEADS, GROWTH, PLACES, SIGNATURES, RECORDS, CHAINS, SUBJECT);
}
