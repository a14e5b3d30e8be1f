package dev.penstock.connections.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Drawn;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.merkle.Decoded;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Connections, their file and their bytes say the same. */
class ConnectionsPropertyTest {
  private static final ProtocolForms PROTOCOLS = ProtocolForms.standard();

  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/connections.cddl"));

  ConnectionsPropertyTest() throws IOException {}

  static Connections read(Tree tree) {
    return switch (ConnectionsReader.read(tree, PROTOCOLS)) {
      case Reading.Sound(var connections, _) -> connections;
      case Reading.Unsound(var findings, _) -> throw new AssertionError(findings.toString());
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          Connections connections = Drawn.connections(seed);
          assertThat(read(ConnectionsWriter.write(connections))).isEqualTo(connections);
        });
  }

  @Test
  void theBytesAreOfTheGrammarAndAreReadAsTheSame() {
    Property.forAll(Gen.seeds())
        .cases(300, 10_000)
        .holds(seed -> {
          Connections connections = Drawn.connections(seed);
          byte[] bytes = ConnectionsForm.encode(connections);
          assertThat(grammar.fault("connections", bytes)).isEmpty();
          assertThat(FormReader.decode(bytes, PROTOCOLS))
              .isEqualTo(new Decoded.Value<>(connections));
        });
  }

  @Test
  void noOtherBytesAreReadAsTheSame() {
    Property.forAll(Gen.seeds())
        .cases(1_000, 50_000)
        .holds(seed -> {
          Connections connections = Drawn.connections(seed);
          byte[] bytes = ConnectionsForm.encode(connections);
          var random = new Random(seed);
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          assertThat(FormReader.decode(bytes, PROTOCOLS))
              .isNotEqualTo(new Decoded.Value<>(connections));
        });
  }

  @Test
  void theDigestIsTheSameInWhateverOrderThingsAreListed() {
    Property.forAll(Gen.seeds())
        .cases(300, 10_000)
        .holds(seed -> {
          Connections connections = Drawn.connections(seed);
          Tree shuffled = shuffled(ConnectionsWriter.write(connections), new Random(seed));
          assertThat(read(shuffled).digest()).isEqualTo(connections.digest());
        });
  }

  private static Tree shuffled(Tree tree, Random random) {
    return switch (tree) {
      case Tree.Scalar scalar -> scalar;
      case Tree.Items(var place, var items) -> {
        List<Tree> other = new ArrayList<>();
        items.forEach(item -> other.add(shuffled(item, random)));
        Collections.shuffle(other, random);
        yield new Tree.Items(place, other);
      }
      case Tree.Fields(var place, var fields) -> {
        List<Tree.Field> other = new ArrayList<>();
        fields.forEach(
            each -> other.add(new Tree.Field(each.name(), shuffled(each.value(), random))));
        Collections.shuffle(other, random);
        yield new Tree.Fields(place, other);
      }
    };
  }

  /** A million points are one gateway's bound; here a tenth, in a heap that has to be shared. */
  @Test
  void equalTextsOfManyPointsAreOneObject() {
    var one = Drawn.point("a", "holding:1");
    var other = Drawn.point("b", "holding:2");
    Connections connections =
        read(
            ConnectionsWriter.write(
                new Connections(List.of(Drawn.device("plc-1", one, other)), List.of(), List.of())));
    var points = connections.devices().getFirst().points();
    assertThat(points).hasSize(2);
    assertThat(points.getFirst().band()).isSameAs(points.getLast().band());
    assertThat(points.getFirst().unit()).isSameAs(points.getLast().unit());
  }
}
