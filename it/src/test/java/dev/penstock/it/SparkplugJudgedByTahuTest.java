package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Mapped;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadReader;
import dev.penstock.sparkplug.payload.PayloadReading;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.math.BigInteger;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.junit.jupiter.api.Test;

/** Payloads of Sparkplug B, written and read by Eclipse Tahu's classes. */
@SuppressWarnings("JavaUtilDate") // Tahu's own words for times
class SparkplugJudgedByTahuTest {
  private static final int PAYLOADS = Deep.cases(2_000, 100_000);

  /** Marks that say nothing when they are false; we leave them out then. */
  private static final Set<String> MARKS =
      Set.of("is_historical", "is_transient", "is_null", "is_multi_part");

  private final SplittableRandom random = new SplittableRandom(Seed.value());

  @Test
  void whatTahuWroteWeWriteAgainByteForByte() throws Exception {
    for (int i = 0; i < PAYLOADS; i++) {
      var builder = SparkplugBProto.Payload.newBuilder();
      fill(builder, 3);
      byte[] theirs = builder.build().toByteArray();
      PayloadReading reading = PayloadReader.read(theirs, PayloadLimits.BIRTH);
      assertThat(reading).as(Seed.describe()).isInstanceOf(PayloadReading.Decoded.class);
      byte[] ours = PayloadWriter.write(((PayloadReading.Decoded) reading).payload());
      assertThat(ours).as(Seed.describe()).isEqualTo(theirs);
      assertThat(SparkplugBProto.Payload.parseFrom(ours)).isEqualTo(builder.build());
    }
  }

  /** Fills a message by its description, within what makes a payload readable at all. */
  private void fill(Message.Builder builder, int depth) {
    Descriptor type = builder.getDescriptorForType();
    for (FieldDescriptor field : type.getFields()) {
      if (field.getContainingOneof() == null && !isLeftOut(field, depth)) {
        int count = field.isRepeated() ? random.nextInt(3) : 1;
        for (int i = 0; i < count; i++) {
          if (field.isRepeated()) {
            builder.addRepeatedField(field, value(builder, field, depth));
          } else {
            builder.setField(field, value(builder, field, depth));
          }
        }
      }
    }
    for (OneofDescriptor oneof : type.getOneofs()) {
      FieldDescriptor field = oneof.getField(random.nextInt(oneof.getFieldCount()));
      if (!isLeftOut(field, depth)) {
        builder.setField(field, value(builder, field, depth));
      }
    }
    switch (type.getName()) {
      case "PropertySet" -> alignProperties((SparkplugBProto.Payload.PropertySet.Builder) builder);
      case "DataSet" -> alignColumns((SparkplugBProto.Payload.DataSet.Builder) builder);
      case "Parameter" ->
          ((SparkplugBProto.Payload.Template.Parameter.Builder) builder).setName("p");
      case "Template" -> ((SparkplugBProto.Payload.Template.Builder) builder).setIsDefinition(true);
      default -> {}
    }
  }

  private boolean isLeftOut(FieldDescriptor field, int depth) {
    boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    return field.getName().equals("extension_value")
        || (isMessage && depth == 0)
        || random.nextInt(4) == 0;
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt() >>> random.nextInt(32);
      case LONG -> random.nextLong() >>> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case BOOLEAN -> MARKS.contains(field.getName()) || random.nextBoolean();
      case STRING -> "Wärme 𝄞 " + random.nextInt(100);
      case BYTE_STRING -> ByteString.copyFromUtf8("b" + random.nextInt(1_000));
      case MESSAGE -> {
        Message.Builder inner = builder.newBuilderForField(field);
        fill(inner, depth - 1);
        yield inner.build();
      }
      case ENUM -> throw new IllegalStateException("a payload has no field of an enum");
    };
  }

  private static void alignProperties(SparkplugBProto.Payload.PropertySet.Builder set) {
    // A set without properties says nothing, and is left out by us.
    if (set.getValuesCount() == 0) {
      set.addValues(SparkplugBProto.Payload.PropertyValue.newBuilder().setType(3));
    }
    set.clearKeys();
    for (int i = 0; i < set.getValuesCount(); i++) {
      set.addKeys("k" + i);
    }
  }

  private static void alignColumns(SparkplugBProto.Payload.DataSet.Builder set) {
    int columns = set.getColumnsCount();
    set.setNumOfColumns(columns);
    set.clearTypes();
    for (int i = 0; i < columns; i++) {
      set.addTypes(12);
    }
    for (var row : set.getRowsBuilderList()) {
      row.clearElements();
      for (int i = 0; i < columns; i++) {
        row.addElements(
            SparkplugBProto.Payload.DataSet.DataSetValue.newBuilder().setStringValue("c"));
      }
    }
  }

  @Test
  void tahuReadsOurValuesAsWhatTheyAre() throws Exception {
    Map<DataType, Object> theirs = new LinkedHashMap<>();
    Map<DataType, SampleValue> ours = new LinkedHashMap<>();
    numbers(ours, theirs);
    others(ours, theirs);
    for (Map.Entry<DataType, SampleValue> each : ours.entrySet()) {
      DataType type = each.getKey();
      Mapped<Value> mapped = ValueMapping.toWire(type, each.getValue());
      assertThat(mapped).as(type.name()).isInstanceOf(Mapped.Fits.class);
      Value value = ((Mapped.Fits<Value>) mapped).value();
      byte[] bytes =
          PayloadWriter.write(Payload.at(5, List.of(Metric.of("m", 7, type, value))).numbered(3));
      var read = new SparkplugBPayloadDecoder().buildFromByteArray(bytes, null);
      assertThat(read.getSeq()).isEqualTo(3);
      assertThat(read.getTimestamp()).isEqualTo(new Date(5));
      var metric = read.getMetrics().getFirst();
      assertThat(metric.getName()).isEqualTo("m");
      assertThat(metric.getTimestamp()).isEqualTo(new Date(7));
      assertThat(metric.getDataType().toIntValue()).isEqualTo(type.code());
      assertThat(metric.getValue()).as(type.name()).isEqualTo(theirs.get(type));
    }
  }

  private static void numbers(Map<DataType, SampleValue> ours, Map<DataType, Object> theirs) {
    ours.put(DataType.INT8, SampleValue.of(-128));
    theirs.put(DataType.INT8, (byte) -128);
    ours.put(DataType.INT16, SampleValue.of(-32_768));
    theirs.put(DataType.INT16, (short) -32_768);
    ours.put(DataType.INT32, SampleValue.of(-7));
    theirs.put(DataType.INT32, -7);
    ours.put(DataType.INT64, SampleValue.of(-8));
    theirs.put(DataType.INT64, -8L);
    ours.put(DataType.UINT8, SampleValue.of(255));
    theirs.put(DataType.UINT8, (short) 255);
    ours.put(DataType.UINT16, SampleValue.of(65_535));
    theirs.put(DataType.UINT16, 65_535);
    ours.put(DataType.UINT32, SampleValue.of(4_294_967_295L));
    theirs.put(DataType.UINT32, 4_294_967_295L);
    ours.put(DataType.UINT64, new SampleValue.One(new Scalar.Large(-1)));
    theirs.put(DataType.UINT64, new BigInteger("18446744073709551615"));
    ours.put(DataType.FLOAT, SampleValue.of(1.5));
    theirs.put(DataType.FLOAT, 1.5f);
    ours.put(DataType.DOUBLE, SampleValue.of(0.1));
    theirs.put(DataType.DOUBLE, 0.1);
    ours.put(DataType.DATE_TIME, SampleValue.of(1_486_144_502_122L));
    theirs.put(DataType.DATE_TIME, new Date(1_486_144_502_122L));
  }

  private static void others(Map<DataType, SampleValue> ours, Map<DataType, Object> theirs) {
    ours.put(DataType.BOOLEAN, SampleValue.of(true));
    theirs.put(DataType.BOOLEAN, true);
    ours.put(DataType.STRING, SampleValue.of("Wärme"));
    theirs.put(DataType.STRING, "Wärme");
    ours.put(DataType.INT16_ARRAY, many(new Scalar.Whole(-30_000), new Scalar.Whole(30_000)));
    theirs.put(DataType.INT16_ARRAY, new Short[] {-30_000, 30_000});
    ours.put(DataType.FLOAT_ARRAY, many(new Scalar.Real(1.5), new Scalar.Real(-2)));
    theirs.put(DataType.FLOAT_ARRAY, new Float[] {1.5f, -2f});
    ours.put(DataType.DOUBLE_ARRAY, many(new Scalar.Real(0.1)));
    theirs.put(DataType.DOUBLE_ARRAY, new Double[] {0.1});
    ours.put(
        DataType.BOOLEAN_ARRAY,
        many(new Scalar.Bool(false), new Scalar.Bool(true), new Scalar.Bool(true)));
    theirs.put(DataType.BOOLEAN_ARRAY, new Boolean[] {false, true, true});
    ours.put(DataType.STRING_ARRAY, many(new Scalar.Text("ABC"), new Scalar.Text("hello")));
    theirs.put(DataType.STRING_ARRAY, new String[] {"ABC", "hello"});
    ours.put(DataType.DATE_TIME_ARRAY, many(new Scalar.Whole(1_256_102_875_335L)));
    theirs.put(DataType.DATE_TIME_ARRAY, new Date[] {new Date(1_256_102_875_335L)});
  }

  private static SampleValue many(Scalar... scalars) {
    return new SampleValue.Many(List.of(scalars));
  }
}
