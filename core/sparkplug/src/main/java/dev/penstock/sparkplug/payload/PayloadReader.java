package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads from outside: never throws for any content, and what it allocates is bounded. It
 * holds to the wire format of Protocol Buffers, and beyond it to what makes a payload readable at
 * all: lists that belong together have one length, texts are UTF-8. Fields that nobody knows are
 * passed over; of a field that may stand once and stands twice, the last one counts.
 */
public final class PayloadReader {
  private PayloadReader() {}

  public static PayloadReading read(byte[] bytes, PayloadLimits limits) {
    WireReader in = WireReader.of(bytes, limits);
    Payload payload = payload(in);
    PayloadReading.Malformed fault = in.fault();
    return fault == null ? new PayloadReading.Decoded(payload) : fault;
  }

  private static Payload payload(WireReader in) {
    Long timestamp = null;
    List<Metric> metrics = new ArrayList<>();
    Long seq = null;
    String uuid = null;
    ByteString body = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> timestamp = in.u64();
        case 2 -> add(metrics, metric(in.message()));
        case 3 -> seq = in.u64();
        case 4 -> uuid = in.text();
        case 5 -> body = in.binary();
        default -> in.skip();
      }
    }
    return new Payload(timestamp, metrics, seq, uuid, body);
  }

  private static Metric metric(WireReader in) {
    in.element();
    String name = null;
    Long alias = null;
    Long timestamp = null;
    Integer type = null;
    boolean isHistorical = false;
    boolean isTransient = false;
    boolean isNull = false;
    MetaData metaData = null;
    PropertySet properties = PropertySet.EMPTY;
    Value value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> alias = in.u64();
        case 3 -> timestamp = in.u64();
        case 4 -> type = in.u32();
        case 5 -> isHistorical = in.flag();
        case 6 -> isTransient = in.flag();
        case 7 -> isNull = in.flag();
        case 8 -> metaData = metaData(in.message());
        case 9 -> properties = propertySet(in.message());
        case 10, 11, 12, 13, 14, 15 -> value = basic(in, 10);
        case 16 -> value = new Value.Bytes(in.binary());
        case 17 -> value = dataSet(in.message());
        case 18 -> value = template(in.message());
        default -> in.skip();
      }
    }
    var marks = new Metric.Marks(isHistorical, isTransient, isNull);
    return new Metric(name, alias, timestamp, type, marks, metaData, properties, value);
  }

  private static Value.Basic basic(WireReader in, int base) {
    return switch (in.field() - base) {
      case 0 -> new Value.Bits32(in.u32());
      case 1 -> new Value.Bits64(in.u64());
      case 2 -> new Value.Float32(in.float32());
      case 3 -> new Value.Float64(in.float64());
      case 4 -> new Value.Flag(in.flag());
      case 5 -> new Value.Text(in.text());
      default -> throw new IllegalArgumentException("field " + in.field() + " of " + base);
    };
  }

  private static MetaData metaData(WireReader in) {
    boolean isMultiPart = false;
    String contentType = null;
    Long size = null;
    Long seq = null;
    String fileName = null;
    String fileType = null;
    String md5 = null;
    String description = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> isMultiPart = in.flag();
        case 2 -> contentType = in.text();
        case 3 -> size = in.u64();
        case 4 -> seq = in.u64();
        case 5 -> fileName = in.text();
        case 6 -> fileType = in.text();
        case 7 -> md5 = in.text();
        case 8 -> description = in.text();
        default -> in.skip();
      }
    }
    return new MetaData(isMultiPart, contentType, size, seq, fileName, fileType, md5, description);
  }

  /** What stands in the list of values of a set, before its key is known. */
  private record Unnamed(@Nullable Integer typeCode, boolean isNull, @Nullable Value value) {}

  private static PropertySet propertySet(WireReader in) {
    List<String> keys = new ArrayList<>();
    List<Unnamed> values = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          in.element();
          add(keys, in.text());
        }
        case 2 -> add(values, property(in.message()));
        default -> in.skip();
      }
    }
    if (keys.size() != values.size()) {
      in.refuse(keys.size() + " keys for " + values.size() + " properties");
      return PropertySet.EMPTY;
    }
    List<PropertySet.Property> properties = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Unnamed each = values.get(i);
      add(
          properties,
          new PropertySet.Property(keys.get(i), each.typeCode(), each.isNull(), each.value()));
    }
    return new PropertySet(properties);
  }

  private static Unnamed property(WireReader in) {
    in.element();
    Integer type = null;
    boolean isNull = false;
    Value value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = in.u32();
        case 2 -> isNull = in.flag();
        case 3, 4, 5, 6, 7, 8 -> value = basic(in, 3);
        case 9 -> value = propertySet(in.message());
        case 10 -> value = several(in.message());
        default -> in.skip();
      }
    }
    return new Unnamed(type, isNull, value);
  }

  private static PropertySet.Several several(WireReader in) {
    List<PropertySet> sets = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        in.element();
        add(sets, propertySet(in.message()));
      } else {
        in.skip();
      }
    }
    return new PropertySet.Several(sets);
  }

  private static DataSet dataSet(WireReader in) {
    Long count = null;
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<DataSet.Row> rows = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> count = in.u64();
        case 2 -> {
          in.element();
          add(names, in.text());
        }
        case 3 -> types(in, types);
        case 4 -> add(rows, row(in.message()));
        default -> in.skip();
      }
    }
    int columns = names.size();
    if (types.size() != columns) {
      in.refuse(columns + " columns with " + types.size() + " types");
    } else if (count != null && count != columns) {
      in.refuse("another number of columns is stated than there are");
    } else if (!rows.stream().allMatch(row -> row.cells().size() == columns)) {
      in.refuse("a row has not one cell for each of " + columns + " columns");
    }
    if (in.fault() != null) {
      return new DataSet(List.of(), List.of());
    }
    List<DataSet.Column> heads = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      add(heads, new DataSet.Column(names.get(i), types.get(i)));
    }
    return new DataSet(heads, rows);
  }

  /** Numbers that repeat stand each in a field, or all in one block; a reader takes both. */
  private static void types(WireReader in, List<Integer> types) {
    if (!in.isBlock()) {
      in.element();
      add(types, in.u32());
      return;
    }
    WireReader block = in.message();
    while (block.hasMore()) {
      block.element();
      add(types, block.packed32());
    }
  }

  private static DataSet.Row row(WireReader in) {
    in.element();
    List<DataSet.Cell> cells = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        add(cells, cell(in.message()));
      } else {
        in.skip();
      }
    }
    return new DataSet.Row(cells);
  }

  private static DataSet.Cell cell(WireReader in) {
    in.element();
    Value.Basic value = null;
    while (in.next()) {
      if (in.field() <= 6) {
        value = basic(in, 1);
      } else {
        in.skip();
      }
    }
    return new DataSet.Cell(value);
  }

  private static Template template(WireReader in) {
    String version = null;
    List<Metric> members = new ArrayList<>();
    List<Template.Parameter> parameters = new ArrayList<>();
    String reference = null;
    boolean isDefinition = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> version = in.text();
        case 2 -> add(members, metric(in.message()));
        case 3 -> add(parameters, parameter(in.message()));
        case 4 -> reference = in.text();
        case 5 -> isDefinition = in.flag();
        default -> in.skip();
      }
    }
    return new Template(isDefinition, reference, version, members, parameters);
  }

  private static Template.Parameter parameter(WireReader in) {
    in.element();
    String name = null;
    Integer type = null;
    Value.Basic value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> type = in.u32();
        case 3, 4, 5, 6, 7, 8 -> value = basic(in, 3);
        default -> in.skip();
      }
    }
    if (name == null) {
      in.refuse("a parameter has no name");
      name = "";
    }
    return new Template.Parameter(name, type, value);
  }

  private static <T> void add(List<T> to, T item) {
    boolean _ = to.add(item);
  }
}
