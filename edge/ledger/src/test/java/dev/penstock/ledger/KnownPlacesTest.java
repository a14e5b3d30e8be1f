package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.IndexFile.Row;
import org.junit.jupiter.api.Test;

class KnownPlacesTest {
  @Test
  void theNearestBeforeInTheSameStrideIsKnown() {
    var places = new KnownPlaces();
    places.learn(300, new Row(1, 900, 3));
    places.learn(310, new Row(1, 990, 1));
    assertThat(places.nearest(299)).isEmpty();
    assertThat(places.nearest(300)).contains(new KnownPlaces.Place(300, new Row(1, 900, 3)));
    assertThat(places.nearest(309)).contains(new KnownPlaces.Place(300, new Row(1, 900, 3)));
    assertThat(places.nearest(511)).contains(new KnownPlaces.Place(310, new Row(1, 990, 1)));
    assertThat(places.nearest(512)).isEmpty();
  }

  @Test
  void whatWasUsedLongestAgoIsForgotten() {
    var places = new KnownPlaces();
    places.learn(0, new Row(1, 100, 1));
    for (long stride = 1; stride < 64; stride++) {
      places.learn(stride * 256, new Row(1, 100, 1));
    }
    assertThat(places.nearest(0)).isPresent();
    places.learn(64 * 256, new Row(1, 100, 1));
    assertThat(places.nearest(0)).isPresent();
    assertThat(places.nearest(256)).isEmpty();
  }
}
