package dev.penstock.access;

import java.time.Instant;

/**
 * A device or an address from which a person has come in before, so that wrong passwords of
 * strangers do not close it. Only a hash is kept.
 */
public record KnownPlace(SecretHash mark, Instant lastUsedAt) {}
