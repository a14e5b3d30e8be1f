/**
 * COSE Receipts (RFC 9942): the proofs of a log as signed CBOR, for readers who know COSE and no
 * notes. No key is stored here. Read {@link dev.penstock.merkle.receipt.Receipt} first, then {@link
 * dev.penstock.merkle.receipt.ReceiptChecker}.
 */
@NullMarked
package dev.penstock.merkle.receipt;

import org.jspecify.annotations.NullMarked;
