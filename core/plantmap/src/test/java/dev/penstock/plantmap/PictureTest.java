package dev.penstock.plantmap;

import static dev.penstock.plantmap.Flow.Passing.DENIED;
import static dev.penstock.plantmap.Works.flows;
import static dev.penstock.plantmap.Works.heard;
import static dev.penstock.plantmap.Works.picture;
import static dev.penstock.plantmap.Works.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a map somebody sees who sees some zones; Req: 62443-4-2 CR 2.1 */
final class PictureTest {
  private final Picture whole =
      picture(
          flows(
              seen("office", "filters", "modbus", "", DENIED, 5),
              seen("cloud", "office", "modbus", "", DENIED, 6),
              seen("gone", "office", "modbus", "", DENIED, 7)),
          heard("filter1"));

  @Test
  void aZoneAndWhatEndsInItAreSeenAndOfTheOtherEndsOnlyThatTheyAreThere() {
    Picture seen = whole.within("filters"::equals);
    assertThat(seen.zones())
        .extracting(ZoneShown::id)
        .containsExactly("filters", "control", "office");
    assertThat(seen.zones().getFirst().parent()).as("the field is not seen").isEmpty();
    assertThat(seen.zones().get(1).isOutside()).isTrue();
    assertThat(seen.zones().get(1).name()).isEqualTo("control");
    assertThat(seen.zones().get(1).assets()).isZero();
    assertThat(seen.zones().get(2).denied()).isZero();
    assertThat(seen.conduits()).extracting(ConduitShown::id).containsExactly("supervision");
    assertThat(seen.ghosts()).extracting(Ghost::from).containsExactly("office");
    assertThat(seen.unplaced()).isZero();
  }

  @Test
  void zonesThatAreSeenTogetherStayInEachOther() {
    Picture seen = whole.within(Set.of("field", "filters", "pumps")::contains);
    assertThat(seen.zones())
        .filteredOn(zone -> zone.id().equals("pumps"))
        .singleElement()
        .satisfies(zone -> assertThat(zone.parent()).hasValue("field"));
    assertThat(seen.conduits()).hasSize(2);
  }

  @Test
  void whoSeesNoZoneSeesNothing() {
    Picture seen = whole.within(_ -> false);
    assertThat(List.of(seen.zones(), seen.conduits(), seen.ghosts())).allMatch(List::isEmpty);
  }

  @Test
  void whoSeesAllSeesTheSameButForWhatHasNoPlace() {
    Picture seen = whole.within(_ -> true);
    assertThat(seen.zones()).isEqualTo(whole.zones());
    assertThat(seen.conduits()).isEqualTo(whole.conduits());
    assertThat(seen.ghosts()).isEqualTo(whole.ghosts());
    assertThat(whole.unplaced()).isEqualTo(7);
  }
}
