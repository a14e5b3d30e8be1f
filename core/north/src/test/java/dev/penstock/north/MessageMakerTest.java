package dev.penstock.north;

import static dev.penstock.north.TemplatesTest.payload;
import static dev.penstock.north.TemplatesTest.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.north.Selection.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageMakerTest {
  private static Recipe recipe(String topic, String payload, Selection selection) {
    return new Recipe(
        "cloud", "site", "log1", topic(topic), payload(payload), selection, 1, true, 3, 1_024);
  }

  private static MessageMaker maker(String topic, String payload) {
    return new MessageMaker(recipe(topic, payload, Selection.ALL), Frames.NAMES, ValueOpening.NONE);
  }

  private static List<String> texts(List<Outgoing> all) {
    return all.stream().map(each -> new String(each.payload(), UTF_8)).toList();
  }

  @Test
  void aBatchSaysOnceWhatIsOfAllAndKeepsTheKeyOfEachValue() throws IOException {
    MessageMaker maker = maker("out/{source}", "json batch");
    var frame =
        Frames.of(
            40,
            List.of(
                Frames.sample(5, 7, 0, SampleValue.of(1.5)),
                Frames.sample(6, 1, null, 0x8031_0000L, SampleValue.NONE)));
    assertThat(maker.add(frame, false)).isEqualTo(2);
    List<Outgoing> all = maker.take();
    assertThat(texts(all))
        .containsExactly(
            "{\"source\":\"pump+1\",\"log\":\"log1\",\"number\":7,\"values\":["
                + "{\"point\":\"p0/x\",\"value\":1.5,\"quality\":0,"
                + "\"sourceTime\":\"2026-03-03T10:00:05.250Z\","
                + "\"receivedTime\":\"2026-03-03T10:00:05.250000001Z\",\"seq\":5},"
                + "{\"point\":\"p1/x\",\"value\":null,\"quality\":2150694912,"
                + "\"sourceTime\":null,"
                + "\"receivedTime\":\"2026-03-03T10:00:05.250000001Z\",\"seq\":6}]}");
    Outgoing message = all.getFirst();
    assertThat(message.topic()).isEqualTo("out/pump%2B1");
    assertThat(message.records()).isEqualTo(2);
    assertThat(message.first()).isEqualTo(40);
    assertThat(message.isRetained()).isTrue();
    assertThat(maker.take()).isEmpty();
  }

  @Test
  void historyIsMarkedAndNeverReplacesWhatABrokerKeeps() throws IOException {
    for (String form : List.of("json batch", "json one")) {
      MessageMaker maker = maker("out/{source}", form);
      int _ = maker.add(Frames.of(1, List.of(Frames.sample(5, 7, 0, SampleValue.of(1)))), true);
      List<Outgoing> all = maker.take();
      assertThat(texts(all).getFirst()).contains("\"historical\":true");
      assertThat(all.getFirst().isRetained()).isFalse();
    }
  }

  @Test
  void keysAreRenamedAndLeftOut() throws IOException {
    MessageMaker maker =
        maker(
            "{zone}/{source}/{point/}",
            "json one: v=value, t=sourceTime/ms, q=quality/word, -log, -number, -historical");
    int _ =
        maker.add(
            Frames.of(1, List.of(Frames.sample(5, 0, Frames.NOW, 0x4000_0000L, SampleValue.of(3)))),
            true);
    List<Outgoing> all = maker.take();
    assertThat(texts(all))
        .containsExactly("{\"v\":3,\"t\":1772532005250,\"q\":\"uncertain\",\"seq\":5}");
    assertThat(all.getFirst().topic()).isEqualTo("line%2F1/pump%2B1/p0/x");
  }

  static List<Object[]> values() {
    return List.of(
        new Object[] {SampleValue.of(true), "true"},
        new Object[] {SampleValue.of(-3), "-3"},
        new Object[] {SampleValue.of((1L << 53) - 1), "9007199254740991"},
        new Object[] {SampleValue.of(1L << 53), "\"9007199254740992\""},
        new Object[] {new SampleValue.One(new Scalar.Large(-1)), "\"18446744073709551615\""},
        new Object[] {SampleValue.of(Double.NaN), "\"NaN\""},
        new Object[] {SampleValue.of(Double.NEGATIVE_INFINITY), "\"-Infinity\""},
        new Object[] {SampleValue.of(1e300), "1.0E300"},
        new Object[] {new SampleValue.One(new Scalar.Decimal(-2, 1234)), "\"12.34\""},
        new Object[] {SampleValue.of("a\"\\\n\u007fé\ud83d\ude00"), null},
        new Object[] {
          new SampleValue.One(new Scalar.Bytes(ByteString.of(new byte[] {1, 2}))),
          "{\"bytes\":\"AQI=\"}"
        },
        new Object[] {
          new SampleValue.Many(List.of(new Scalar.Whole(1), new Scalar.Text("b"))), "[1,\"b\"]"
        },
        new Object[] {
          new SampleValue.Payload("a/b", ByteString.of("12 bar".getBytes(UTF_8)), null),
          "\"12 bar\""
        },
        new Object[] {
          new SampleValue.Payload(null, ByteString.of(new byte[] {-1}), null),
          "{\"bytes\":\"/w==\"}"
        },
        new Object[] {
          new SampleValue.Stored(null, null, Sha256.of(new byte[0]), 9),
          "{\"sha256\":\""
              + HexFormat.of().formatHex(Sha256.of(new byte[0]).bytes())
              + "\",\"size\":9}"
        });
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueHasOneForm(SampleValue value, String expected) throws IOException {
    MessageMaker maker = maker("{source}/{point}", "json one: value, -log, -number, -seq");
    int _ = maker.add(Frames.of(1, List.of(Frames.sample(5, 7, 0, value))), false);
    String text = texts(maker.take()).getFirst();
    String shown = expected == null ? "\"a\\\"\\\\\\u000a\\u007fé\ud83d\ude00\"" : expected;
    assertThat(text).isEqualTo("{\"value\":" + shown + "}");
  }

  @Test
  void cborHasTheSameShape() throws IOException {
    MessageMaker maker = maker("{source}", "cbor batch: p=point, v=value, -log, -number");
    int _ = maker.add(Frames.of(1, List.of(Frames.sample(5, 7, 0, SampleValue.of(1.5)))), false);
    Outgoing message = maker.take().getFirst();
    assertThat(HexFormat.of().formatHex(message.payload()))
        .isEqualTo(
            "a1"
                + "6676616c756573"
                + "81"
                + "a3"
                + "6170"
                + "6470302f78"
                + "6176"
                + "fb3ff8000000000000"
                + "63736571"
                + "05");
    assertThat(message.contentType()).isEqualTo("application/cbor");
  }

  @Test
  void aMessageHasNoMoreValuesThanTheRecipeSaysAndSourcesStayApart() throws IOException {
    MessageMaker maker = maker("{source}", "json batch");
    List<LedgerRecord> pump = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pump.add(Frames.sample(i, 7, i % 2, SampleValue.of(i)));
    }
    assertThat(maker.add(Frames.of(1, pump), false)).isEqualTo(7);
    var valve = Frames.of(2, List.of(Frames.sample(0, 8, 0, SampleValue.of(true))));
    assertThat(maker.add(valve, false)).isEqualTo(1);
    assertThat(maker.take())
        .extracting(each -> each.topic() + " " + each.records())
        .containsExactly("pump%2B1 3", "pump%2B1 3", "pump%2B1 1", "valve 1");
  }

  @Test
  void onlyWhatIsSelectedAndOnlySamplesGo() throws IOException {
    var selection = new Selection(List.of(new Choice("pump*", "p1*")), List.of());
    var maker =
        new MessageMaker(
            recipe("{source}", "json batch", selection), Frames.NAMES, ValueOpening.NONE);
    var event =
        new LedgerRecord(
            2, 7, 1L, null, Frames.NOW, 0, new Event("started", 1, null, Details.NONE));
    var frame =
        Frames.of(
            1,
            List.of(
                Frames.sample(0, 7, 0, SampleValue.of(1)),
                Frames.sample(1, 7, 1, SampleValue.of(2)),
                event));
    assertThat(maker.add(frame, false)).isEqualTo(1);
    assertThat(texts(maker.take()).getFirst()).contains("\"value\":2").doesNotContain("p0");
  }

  @Test
  void whatHasNoNameYetIsShownByItsNumber() throws IOException {
    MessageMaker maker = maker("{source}", "json batch");
    int _ = maker.add(Frames.of(1, List.of(Frames.sample(0, 9, 200, SampleValue.of(1)))), false);
    Outgoing message = maker.take().getFirst();
    assertThat(message.topic()).isEqualTo("?9");
    assertThat(texts(List.of(message)).getFirst()).contains("\"point\":\"?200\"");
  }

  @Test
  void aVaultThatCannotBeReadIsAskedAgain() {
    var maker =
        new MessageMaker(
            recipe("{source}", "json batch", Selection.ALL),
            Frames.NAMES,
            _ -> {
              throw new IOException("the vault is away");
            });
    var sealed =
        new LedgerRecord(
            0,
            7,
            0L,
            null,
            Frames.NOW,
            0,
            new Sealed(
                RecordKind.SAMPLE,
                ByteString.of(new byte[16]),
                ByteString.of(new byte[12]),
                ByteString.of(new byte[17])));
    assertThatThrownBy(() -> maker.add(Frames.of(1, List.of(sealed)), false))
        .hasMessageContaining("away");
  }

  @Test
  void aValueWhoseKeyIsGoneSaysThatItIsWithheld() throws IOException {
    MessageMaker maker = maker("{source}", "json batch");
    var sealed =
        new LedgerRecord(
            0,
            7,
            0L,
            null,
            Frames.NOW,
            0,
            new Sealed(
                RecordKind.SAMPLE,
                ByteString.of(new byte[16]),
                ByteString.of(new byte[12]),
                ByteString.of(new byte[17])));
    assertThat(maker.add(Frames.of(1, List.of(sealed)), false)).isEqualTo(1);
    assertThat(texts(maker.take()).getFirst()).contains("\"value\":{\"withheld\":true}");
  }

  /** Names that somebody learns in the moment after he was asked for the first time. */
  private static final class LearntLate implements Names {
    private boolean isSourceAsked;
    private boolean isPointAsked;

    @Override
    public Optional<SourceName> source(long source) {
      boolean isKnown = isSourceAsked;
      isSourceAsked = true;
      return isKnown ? Frames.NAMES.source(source) : Optional.empty();
    }

    @Override
    public Optional<String> point(long source, long point) {
      boolean isKnown = isPointAsked;
      isPointAsked = true;
      return isKnown ? Frames.NAMES.point(source, point) : Optional.empty();
    }
  }

  @Test
  void whatHadNoNameOnceGetsItAsSoonAsItIsKnown() throws IOException {
    Recipe recipe = recipe("{source}/{point}", "json one", Selection.ALL);
    var maker = new MessageMaker(recipe, new LearntLate(), ValueOpening.NONE);
    for (int i = 0; i < 4; i++) {
      int _ = maker.add(Frames.of(i, List.of(Frames.sample(i, 7, 0, SampleValue.of(1.5)))), false);
    }
    assertThat(maker.take().stream().map(Outgoing::topic))
        .containsExactly("?7/?0", "pump%2B1/p0%2Fx", "pump%2B1/p0%2Fx", "pump%2B1/p0%2Fx");
  }
}
