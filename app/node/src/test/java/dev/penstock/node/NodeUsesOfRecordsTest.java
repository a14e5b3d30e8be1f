package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.connections.Connections;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plantmap.Observed;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.ForwardedStorage;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.yaml.YamlReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of the use of ways and rules where records are many, or not to be had. */
class NodeUsesOfRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final long HEARD = NOW.minus(Duration.ofHours(1)).getEpochSecond() * 1_000_000_000;

  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field, sources: [plc-*]}
      """;

  private final FewRecords records = new FewRecords();
  private final List<String> said = new ArrayList<>();
  private Instant now = NOW;

  /** Time passes with each look at it. */
  private final InstantSource clock = () -> now = now.plusMillis(20);

  private NodeUses open(Storage notes) throws IOException {
    SimDisk plants = SimDisk.calm();
    SimDisk connected = SimDisk.calm();
    return NodeUses.open(
        new NodeUses.Ground(
            NodePlant.open(plants, PlantSettings.NONE, clock, _ -> {}),
            Kept.<Connections>open(new ConnectionsKind(), connected, false, clock, _ -> {}),
            Optional.of("control"),
            records,
            notes,
            () -> 0,
            clock,
            new NodeLog(LogForm.TEXT, LogLevel.WARNING, clock, said::add)));
  }

  private static SiteModel site() {
    return switch (YamlReader.parse(PLANT, KeptFiles.MODEL_BYTES_MAX)) {
      case YamlReader.Parsed.Root(var tree)
          when SiteForm.read(tree) instanceof SiteReading.Sound(var site) ->
          site;
      case YamlReader.Parsed parsed -> throw new AssertionError(parsed.toString());
    };
  }

  private void hear(int count) {
    int from = records.sources.size();
    for (int i = from; i < from + count; i++) {
      records.sources.add(
          new SourceKnown(
              i + 1,
              "plc-%05d".formatted(i),
              Optional.empty(),
              Optional.of("modbus"),
              1,
              1,
              Optional.of(HEARD)));
    }
  }

  @Test
  void moreSourcesThanAreLookedAtAreNotAllRead() throws IOException {
    hear(3_999);
    Observed all = open(SimDisk.calm()).of(site());
    assertThat(all.isRead()).isTrue();
    assertThat(all.told().noted()).hasSize(1);

    hear(3_999);
    Observed most = open(SimDisk.calm()).of(site());
    assertThat(most.isRead()).isFalse();
    assertThat(most.told().asked()).containsExactly(Validation.Z2);
    assertThat(most.told().noted()).hasSize(1);
  }

  /** Else a disk without room would let it read a moment in each minute. */
  @Test
  void whatCannotBeNotedIsReadOnAllTheSame() throws IOException {
    records.isEndless = true;
    NodeUses uses = open(new FullDisk());
    assertThat(uses.isReadToTheEnd()).isFalse();
    assertThat(uses.isReadToTheEnd()).isFalse();
    assertThat(said).singleElement().asString().contains("uses-unkept", "no room");

    records.isEndless = false;
    assertThat(uses.isReadToTheEnd()).isTrue();
    records.isBroken = true;
    assertThat(uses.isReadToTheEnd()).as("it is tried again after a while").isTrue();
    assertThat(said).hasSize(2).last().asString().contains("uses-unread");
  }

  /** Nothing can be written to it. */
  private static final class FullDisk extends ForwardedStorage {
    FullDisk() {
      super(SimDisk.calm());
    }

    @Override
    public StorageFile create(String name) throws IOException {
      throw new IOException("no room for " + name);
    }
  }

  @Test
  void whereRecordsCannotBeReadNothingIsToldAndNothingIsKnown() throws IOException {
    hear(1);
    NodeUses uses = open(SimDisk.calm());
    records.isBroken = true;
    assertThat(uses.of(site())).isEqualTo(new Observed(Told.NOTHING, false));
    assertThat(said).singleElement().asString().contains("uses-unread", "the index cannot be read");

    records.isBroken = false;
    Observed mended = uses.of(site());
    assertThat(mended.isRead()).isTrue();
    assertThat(mended.told().noted()).hasSize(1);
  }
}
