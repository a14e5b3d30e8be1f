package dev.penstock.audit;

import dev.penstock.evidence.record.Access;
import java.time.Instant;
import java.util.Optional;

/**
 * One access record as it is shown.
 *
 * @param place where it is sealed, as {@code 1234.5}
 * @param personName what the person's pseudonym stands for; empty when nobody knows any more
 */
public record AuditRow(String place, Instant time, Access access, Optional<String> personName) {}
