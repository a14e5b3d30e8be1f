/**
 * Time-stamp tokens: a signed message (RFC 5652) about a digest and a time (RFC 3161 §2.4.2). What
 * is read is held against the certificate that claims to have signed it; whether anybody trusts
 * that one is not asked here. Read {@link dev.penstock.timestamp.cms.Token} first, then {@link
 * dev.penstock.timestamp.cms.TokenCheck}.
 */
package dev.penstock.timestamp.cms;
