package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainFileTest {
  private static byte[] file(List<ObserverEvent> events) throws IOException {
    var out = new ByteArrayOutputStream();
    ChainFile.writeStart(out);
    for (ObserverEvent event : events) {
      ChainFile.write(out, event);
    }
    return out.toByteArray();
  }

  private static List<ObserverEvent> someEvents() {
    var maker = new Maker("pump-7");
    var events = new ArrayList<ObserverEvent>();
    events.add(
        new ObserverEvent.KeyAdmitted(
            maker.now(), maker.signer.key(), maker.origin, maker.chain, 0));
    for (int i = 0; i < 3; i++) {
      byte[] message = maker.block().message();
      events.add(new ObserverEvent.Arrived(maker.now(), 1, "mqtt", ByteString.of(message)));
      events.add(new ObserverEvent.Tick(maker.now()));
    }
    return events;
  }

  private static ChainFile.Next readTo(byte[] file, List<ObserverEvent> events) throws IOException {
    var reader = new ChainFile.Reader(new ByteArrayInputStream(file));
    while (true) {
      ChainFile.Next next = reader.next();
      if (!(next instanceof ChainFile.Next.Event(var event))) {
        return next;
      }
      events.add(event);
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<ObserverEvent> events = someEvents();
    var read = new ArrayList<ObserverEvent>();
    assertThat(readTo(file(events), read)).isEqualTo(new ChainFile.Next.End());
    assertThat(read).isEqualTo(events);
  }

  @Test
  void eachEventIsFoundAgainWhereItWas() throws IOException {
    List<ObserverEvent> events = someEvents();
    byte[] file = file(events);
    var reader = new ChainFile.Reader(new ByteArrayInputStream(file));
    long at = 16;
    for (ObserverEvent event : events) {
      assertThat(reader.next()).isEqualTo(new ChainFile.Next.Event(event));
      assertThat(reader.eventAt()).isEqualTo(at);
      int skipped = Math.toIntExact(at);
      var rest = new ByteArrayInputStream(file, skipped, file.length - skipped);
      ChainFile.Reader again = ChainFile.Reader.from(rest, at);
      assertThat(again.next()).isEqualTo(new ChainFile.Next.Event(event));
      assertThat(again.at()).isEqualTo(reader.at());
      at = reader.at();
    }
    assertThat(reader.at()).isEqualTo(file.length);
    assertThatThrownBy(() -> ChainFile.Reader.from(new ByteArrayInputStream(file), 15))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileOfNothingButItsStartIsEmpty() throws IOException {
    assertThat(readTo(file(List.of()), new ArrayList<>())).isEqualTo(new ChainFile.Next.End());
  }

  @Test
  void everyCutInsideAFrameIsSeenAndEverythingBeforeItIsRead() throws IOException {
    List<ObserverEvent> events = someEvents();
    byte[] file = file(events);
    int ends = 0;
    for (int length = 0; length < file.length; length++) {
      var read = new ArrayList<ObserverEvent>();
      ChainFile.Next last = readTo(Arrays.copyOf(file, length), read);
      assertThat(read).isEqualTo(events.subList(0, read.size()));
      ends += last instanceof ChainFile.Next.End ? 1 : 0;
    }
    // Only between two frames a shorter file looks whole: one place before each event.
    assertThat(ends).isEqualTo(events.size());
  }

  @Test
  void everyChangedBitIsSeen() throws IOException {
    List<ObserverEvent> events = someEvents().subList(0, 2);
    byte[] file = file(events);
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] changed = file.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(readTo(changed, new ArrayList<>()))
          .as("bit %s", bit)
          .isInstanceOf(ChainFile.Next.Damaged.class);
    }
  }
}
