package dev.penstock.reception;

import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a person.
 *
 * @param lockedUntil until when strangers must wait at the name; null when they need not
 * @param isBreakGlass the account of the sealed code
 */
public record PersonView(
    PersonId id,
    String name,
    String displayName,
    PersonState state,
    @Nullable Instant lockedUntil,
    List<Grant> grants,
    Language language,
    boolean hasPassword,
    boolean hasTotp,
    int passkeyCount,
    int certificateCount,
    int subjectCount,
    boolean isBreakGlass,
    @Nullable Instant lastSignInAt,
    Instant createdAt) {}
