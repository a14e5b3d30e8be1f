package dev.penstock.sparkplug.payload;

/**
 * Writes a payload as bytes: fields in the order of their numbers, each number in its shortest
 * form. So equal payloads have equal bytes on every machine, which Protocol Buffers does not ask
 * for.
 */
public final class PayloadWriter {
  private PayloadWriter() {}

  public static byte[] write(Payload payload) {
    WireWriter out = new WireWriter();
    out.u64(1, payload.timestampMs());
    for (Metric metric : payload.metrics()) {
      out.message(2, metric(metric));
    }
    out.u64(3, payload.seq());
    out.text(4, payload.uuid());
    out.binary(5, payload.body());
    return out.bytes();
  }

  private static WireWriter metric(Metric metric) {
    WireWriter out = new WireWriter();
    out.text(1, metric.name());
    out.u64(2, metric.alias());
    out.u64(3, metric.timestampMs());
    out.u32(4, metric.typeCode());
    out.mark(5, metric.marks().isHistorical());
    out.mark(6, metric.marks().isTransient());
    out.mark(7, metric.marks().isNull());
    MetaData metaData = metric.metaData();
    if (metaData != null) {
      out.message(8, metaData(metaData));
    }
    if (!metric.properties().properties().isEmpty()) {
      out.message(9, propertySet(metric.properties()));
    }
    switch (metric.value()) {
      case null -> {}
      case Value.Basic basic -> basic(out, 10, basic);
      case Value.Bytes(var bytes) -> out.binary(16, bytes);
      case DataSet dataSet -> out.message(17, dataSet(dataSet));
      case Template template -> out.message(18, template(template));
      case PropertySet _, PropertySet.Several _ -> throw new IllegalStateException("not a value");
    }
    return out;
  }

  /** Six fields in a row that four kinds of messages share. */
  private static void basic(WireWriter out, int base, Value.Basic value) {
    switch (value) {
      case Value.Bits32(int bits) -> out.u32(base, bits);
      case Value.Bits64(long bits) -> out.u64(base + 1, bits);
      case Value.Float32(float number) -> out.float32(base + 2, number);
      case Value.Float64(double number) -> out.float64(base + 3, number);
      case Value.Flag(boolean flag) -> out.flag(base + 4, flag);
      case Value.Text(String text) -> out.text(base + 5, text);
    }
  }

  private static WireWriter metaData(MetaData metaData) {
    WireWriter out = new WireWriter();
    out.mark(1, metaData.isMultiPart());
    out.text(2, metaData.contentType());
    out.u64(3, metaData.size());
    out.u64(4, metaData.seq());
    out.text(5, metaData.fileName());
    out.text(6, metaData.fileType());
    out.text(7, metaData.md5());
    out.text(8, metaData.description());
    return out;
  }

  private static WireWriter propertySet(PropertySet set) {
    WireWriter out = new WireWriter();
    for (PropertySet.Property property : set.properties()) {
      out.text(1, property.key());
    }
    for (PropertySet.Property property : set.properties()) {
      out.message(2, property(property));
    }
    return out;
  }

  private static WireWriter property(PropertySet.Property property) {
    WireWriter out = new WireWriter();
    out.u32(1, property.typeCode());
    out.mark(2, property.isNull());
    switch (property.value()) {
      case null -> {}
      case Value.Basic basic -> basic(out, 3, basic);
      case PropertySet set -> out.message(9, propertySet(set));
      case PropertySet.Several several -> {
        WireWriter list = new WireWriter();
        several.sets().forEach(set -> list.message(1, propertySet(set)));
        out.message(10, list);
      }
      case Value.Bytes _, DataSet _, Template _ -> throw new IllegalStateException("no property");
    }
    return out;
  }

  private static WireWriter dataSet(DataSet dataSet) {
    WireWriter out = new WireWriter();
    out.u64(1, (long) dataSet.columns().size());
    dataSet.columns().forEach(column -> out.text(2, column.name()));
    dataSet.columns().forEach(column -> out.u32(3, column.typeCode()));
    for (DataSet.Row row : dataSet.rows()) {
      WireWriter cells = new WireWriter();
      for (DataSet.Cell cell : row.cells()) {
        WireWriter one = new WireWriter();
        Value.Basic value = cell.value();
        if (value != null) {
          basic(one, 1, value);
        }
        cells.message(1, one);
      }
      out.message(4, cells);
    }
    return out;
  }

  private static WireWriter template(Template template) {
    WireWriter out = new WireWriter();
    out.text(1, template.version());
    template.members().forEach(member -> out.message(2, metric(member)));
    for (Template.Parameter parameter : template.parameters()) {
      WireWriter one = new WireWriter();
      one.text(1, parameter.name());
      one.u32(2, parameter.typeCode());
      Value.Basic value = parameter.value();
      if (value != null) {
        basic(one, 3, value);
      }
      out.message(3, one);
    }
    out.text(4, template.reference());
    out.flag(5, template.isDefinition());
    return out;
  }
}
