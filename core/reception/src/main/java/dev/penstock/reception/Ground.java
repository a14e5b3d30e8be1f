package dev.penstock.reception;

import dev.penstock.access.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What reception stands on. Everything in it may be used by many threads at once.
 *
 * @param random must be one that nobody can foresee
 * @param ticks nanoseconds of the clock that only counts on, such as {@code System.nanoTime}
 * @param siteName shown in an authenticator app beside the account
 */
public record Ground(
    PeopleStore store,
    AccessLog log,
    PasswordHashing hashing,
    PasskeyChecking passkeys,
    Execution execution,
    InstantSource clock,
    LongSupplier ticks,
    RandomGenerator random,
    Settings settings,
    String siteName) {}
