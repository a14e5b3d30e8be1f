package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Taken;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.json.Json;
import java.util.List;
import java.util.Optional;

/** Commands to devices, as people and programs give them through the API. */
public interface CommandView {
  /** A node that takes none. */
  CommandView NONE =
      new CommandView() {
        @Override
        public CommandDesk desk() {
          return CommandDesk.NONE;
        }

        @Override
        public Optional<String> zone() {
          return Optional.empty();
        }

        @Override
        public Asking asking(Taken.TwoPeople command) {
          return new Asking(Json.EMPTY, List.of());
        }

        @Override
        public void withdraw(ByteString id, String why) {}
      };

  /** Where they are given. */
  CommandDesk desk();

  /** The zone of the plant from which they come: that of the node. */
  Optional<String> zone();

  /** What a second person is asked for a command that takes two. */
  Asking asking(Taken.TwoPeople command);

  /** Nobody can be asked. */
  void withdraw(ByteString id, String why);

  /** A request for a second person. */
  record Asking(Json.Object request, List<ApprovalRequest.Difference> diff) {
    public Asking {
      diff = List.copyOf(diff);
    }
  }
}
