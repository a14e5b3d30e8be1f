package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import dev.penstock.access.SessionState;
import dev.penstock.access.Way;
import java.time.Instant;

/**
 * One line in a list of sessions.
 *
 * @param isOwn the session that asks
 */
public record SessionItem(
    Bytes id,
    PersonId person,
    String personName,
    Instant startedAt,
    Instant lastActiveAt,
    String origin,
    Way way,
    SessionState state,
    boolean isOwn) {}
