package dev.penstock.web;

import java.time.Instant;

/**
 * A certificate of this node, for people to look at.
 *
 * @param name what it is, in a word: server, authority, client
 * @param fingerprint SHA-256 of its DER form in hexadecimal
 */
public record CertificateShown(
    String name,
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    String fingerprint) {}
