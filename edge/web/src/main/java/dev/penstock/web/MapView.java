package dev.penstock.web;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plantmap.Flows;
import dev.penstock.plantmap.MapLayout;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.Picture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The zone and conduit map as the API has it. */
public interface MapView {
  /** A node that draws none. */
  MapView NONE =
      new MapView() {
        @Override
        public Optional<Look> look(Instant at, Duration stretch) {
          return Optional.empty();
        }

        @Override
        public Observed observed(SiteModel site) {
          return Observed.NOTHING;
        }

        @Override
        public MapLayout layout() {
          return _ -> Optional.empty();
        }
      };

  /**
   * What was in force at a moment, and what was observed in the time before it; empty where no
   * model was in force then. May be asked again for more where not all is read.
   */
  Optional<Look> look(Instant at, Duration stretch) throws IOException;

  /**
   * What was observed that validations of the site in force are about; may be asked again for more
   * where not all is read.
   */
  Observed observed(SiteModel site) throws IOException;

  /** What gives all of it a place. */
  MapLayout layout();

  /**
   * A moment.
   *
   * @param first when the first version of the model came into force: there is no map before it
   * @param since when this version did
   * @param at the moment, not after now
   */
  record Look(
      ModelVersion version,
      Instant first,
      Instant since,
      Instant at,
      SiteModel site,
      Picture picture,
      Flows flows) {}
}
