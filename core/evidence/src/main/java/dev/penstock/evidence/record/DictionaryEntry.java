package dev.penstock.evidence.record;

import org.jspecify.annotations.Nullable;

/**
 * What a source number or a point number means; the record it stands in names them.
 *
 * @param unit a UCUM code where there is one
 */
public record DictionaryEntry(
    String name,
    @Nullable String zone,
    @Nullable String protocol,
    @Nullable String dataType,
    @Nullable String unit,
    @Nullable String contentType,
    State state,
    Details details)
    implements RecordValue {
  public enum State {
    DEFINED,
    RETIRED
  }

  public DictionaryEntry {
    Fields.mustBeWord("name", name);
    Fields.mustBeWordOrNull("zone", zone);
    Fields.mustBeWordOrNull("protocol", protocol);
    Fields.mustBeWordOrNull("dataType", dataType);
    Fields.mustBeWordOrNull("unit", unit);
    Fields.mustBeWordOrNull("contentType", contentType);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.DICTIONARY;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(8)
            .text(name)
            .text(zone)
            .text(protocol)
            .text(dataType)
            .text(unit)
            .text(contentType)
            .choice(state)
            .details(details);
  }

  static DictionaryEntry read(FieldReader in) {
    in.array(8);
    return new DictionaryEntry(
        in.word(),
        in.wordOrNull(),
        in.wordOrNull(),
        in.wordOrNull(),
        in.wordOrNull(),
        in.wordOrNull(),
        in.choice(State.values()),
        in.details());
  }
}
