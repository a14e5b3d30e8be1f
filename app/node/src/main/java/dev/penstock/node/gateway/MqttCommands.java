package dev.penstock.node.gateway;

import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.CommandLink;
import dev.penstock.mqtt.NorthOptions;
import dev.penstock.north.command.AnswerRoute;
import dev.penstock.north.command.CommandAnswer;
import dev.penstock.north.command.CommandMessage;
import dev.penstock.north.command.Order;
import dev.penstock.north.command.OrderReader;
import dev.penstock.north.command.OrderReading;
import dev.penstock.north.command.OrderReading.Named;
import dev.penstock.north.command.Refusal;
import java.io.Closeable;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Commands of one broker: heard, put in line, and answered when they are over. */
final class MqttCommands implements CommandLink.Ear, Closeable {
  private final RemoteCommands remote;
  private final AnswerRoute route;
  private final OrderReader reader;

  /** Null for the moment before it is there. */
  private volatile @Nullable CommandLink link;

  /**
   * What the settings say.
   *
   * @param broker as for the data, under another client id
   */
  record Settings(NorthOptions broker, AnswerRoute route) {}

  private MqttCommands(RemoteCommands remote, AnswerRoute route) {
    this.remote = remote;
    this.route = route;
    this.reader = new OrderReader(route.commands().at(route.site(), route.destination()));
  }

  /** Begins to listen. */
  static MqttCommands start(RemoteCommands remote, Settings settings, RandomGenerator random) {
    AnswerRoute route = settings.route();
    var commands = new MqttCommands(remote, route);
    String filter = route.commands().at(route.site(), route.destination()).filter();
    commands.link = CommandLink.start(settings.broker(), new TopicFilter(filter), commands, random);
    return commands;
  }

  /** Why nothing is heard just now. */
  Optional<String> obstacle() {
    CommandLink now = link;
    return now == null ? Optional.of("not connected yet") : now.obstacle();
  }

  /** Answers that did not go out. */
  long unanswered() {
    CommandLink now = link;
    return now == null ? 0 : now.unanswered();
  }

  @Override
  public void heard(CommandMessage message) {
    // What was stored comes all at once after each connecting, and takes no place from the rest.
    if (!message.isRetained() && !remote.isRead(message.topic())) {
      return;
    }
    switch (reader.read(message)) {
      case OrderReading.Read(Order order) -> {
        var named = new Named(Optional.of(order.source()), Optional.of(order.point()), order.key());
        boolean _ =
            remote.isGiven(message.topic(), order, answer -> answer(message, named, answer));
      }
      case OrderReading.Refused(var why, var text, var named) -> {
        remote.refuse(message.topic(), RemoteCommands.text(why, text));
        // Nobody waits for an answer to what the broker had stored.
        if (why != Refusal.RETAINED) {
          answer(message, named, CommandAnswer.refused(named, why.word(), text));
        }
      }
    }
  }

  @Override
  public void unread(String topic, Refusal why, String text) {
    if (remote.isRead(topic)) {
      remote.refuse(topic, RemoteCommands.text(why, text));
    }
  }

  private void answer(CommandMessage message, Named named, CommandAnswer answer) {
    CommandLink now = link;
    Optional<String> topic = route.topic(message.answerTopic(), named);
    if (now != null && topic.isPresent()) {
      now.answer(topic.get(), answer.encode(), message.correlation());
    }
  }

  @Override
  public void close() {
    CommandLink now = link;
    if (now != null) {
      now.close();
    }
  }
}
