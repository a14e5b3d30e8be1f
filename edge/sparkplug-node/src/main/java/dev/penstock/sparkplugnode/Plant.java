package dev.penstock.sparkplugnode;

import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import java.util.List;

/** The devices whose values go out, as who reads them knows them. Any thread; quick. */
public interface Plant {
  /** Nothing is known but what the journal tells. */
  Plant UNKNOWN =
      new Plant() {
        @Override
        public List<DeviceForm> forms() {
          return List.of();
        }

        @Override
        public List<Reported> newest() {
          return List.of();
        }
      };

  /** What is known beforehand: the very same list for as long as nothing changed. */
  List<DeviceForm> forms();

  /** What points have now, durable or not, of those devices that can be asked. */
  List<Reported> newest();
}
