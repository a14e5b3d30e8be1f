package dev.penstock.web.internal.call;

/**
 * How far somebody may look, or reach: over the whole site, or over what lies in some of its zones.
 */
public interface Sight {
  /** Over the whole site, with what lies in no zone. */
  Sight WHOLE =
      new Sight() {
        @Override
        public boolean isWhole() {
          return true;
        }

        @Override
        public boolean reaches(String source) {
          return true;
        }

        @Override
        public boolean reachesZone(String zone) {
          return true;
        }
      };

  /** Nowhere: what there was ended meanwhile. */
  Sight NOWHERE =
      new Sight() {
        @Override
        public boolean isWhole() {
          return false;
        }

        @Override
        public boolean reaches(String source) {
          return false;
        }

        @Override
        public boolean reachesZone(String zone) {
          return false;
        }
      };

  /** True for who may do it on the whole site. */
  boolean isWhole();

  /** True for the source of this name, whether it is there or not. */
  boolean reaches(String source);

  /** True for the zone with this id. */
  boolean reachesZone(String zone);
}
