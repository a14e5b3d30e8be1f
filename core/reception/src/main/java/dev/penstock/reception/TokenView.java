package dev.penstock.reception;

import dev.penstock.access.Grant;
import dev.penstock.access.PersonId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be shown of a service account. */
public record TokenView(
    String id,
    String label,
    List<Grant> grants,
    Instant until,
    Instant createdAt,
    PersonId createdBy,
    boolean isApproved,
    @Nullable Instant revokedAt) {}
