package dev.penstock.audit;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which access records are wanted; what is empty is not asked about.
 *
 * @param person the pseudonym
 * @param action the word itself, or its beginning up to a dot: {@code person} finds {@code
 *     person.created}
 * @param text stands somewhere in the action, the object, the origin or a note, in whatever case
 */
public record AuditFilter(
    Optional<ByteString> person,
    Optional<String> action,
    Optional<Access.Outcome> outcome,
    Optional<String> text) {
  /** Everything. */
  public static final AuditFilter ALL =
      new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** True for a record that is wanted. */
  public boolean isWanted(Access access) {
    return (person.isEmpty() || Objects.equals(person.get(), access.person()))
        && (action.isEmpty() || isOf(action.get(), access.action()))
        && (outcome.isEmpty() || outcome.get() == access.outcome())
        && (text.isEmpty() || says(access, text.get().toLowerCase(Locale.ROOT)));
  }

  private static boolean isOf(String wanted, String action) {
    return action.equals(wanted) || action.startsWith(wanted + ".");
  }

  private static boolean says(Access access, String wanted) {
    String origin = access.origin();
    return contains(access.action(), wanted)
        || contains(access.object(), wanted)
        || (origin != null && contains(origin, wanted))
        || access.details().values().entrySet().stream()
            .anyMatch(each ->
                contains(each.getKey(), wanted)
                    || (each.getValue() instanceof SampleValue.One(Scalar.Text(var note))
                        && contains(note, wanted)));
  }

  private static boolean contains(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
