package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of the model, the settings or the trust in keys changed.
 *
 * @param object its path
 * @param content the new content where it is small
 */
public record Configuration(
    String object,
    Action action,
    @Nullable Digest before,
    @Nullable Digest after,
    @Nullable ByteString content,
    @Nullable String contentType,
    @Nullable ByteString author,
    List<ByteString> approvedBy,
    @Nullable String reason,
    Details details)
    implements RecordValue {
  public enum Action {
    CREATED,
    CHANGED,
    REMOVED,
    ROLLED_BACK,
    APPROVED,
    KEY_PINNED
  }

  public Configuration {
    Fields.mustBeWord("object", object);
    Fields.mustBeOfSize("content", content, 0, 65536);
    Fields.mustBeWordOrNull("contentType", contentType);
    Fields.mustBeId16("author", author);
    approvedBy = Fields.people(approvedBy);
    Fields.mustBeProse("reason", reason);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.CONFIGURATION;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(10)
            .text(object)
            .choice(action)
            .digest(before)
            .digest(after)
            .bytes(content)
            .text(contentType)
            .bytes(author)
            .byteStrings(approvedBy)
            .text(reason)
            .details(details);
  }

  static Configuration read(FieldReader in) {
    in.array(10);
    return new Configuration(
        in.word(),
        in.choice(Action.values()),
        in.digestOrNull(),
        in.digestOrNull(),
        in.bytesOrNull(0, 65536),
        in.wordOrNull(),
        in.bytesOrNull(16, 16),
        in.byteStrings(16, 16),
        in.proseOrNull(),
        in.details());
  }
}
