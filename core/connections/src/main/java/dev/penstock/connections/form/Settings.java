package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.connections.protocol.SettingForm;
import dev.penstock.plant.tree.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What devices and destinations have in common: a name, and settings of a protocol. */
final class Settings {
  private static final String AT = "at";

  private Settings() {}

  /** The name, or the id for what has no name of its own. */
  static String name(FieldReader at, String id) {
    return at.text("name", text -> Texts.faultOfLine(text, 1, Bounds.NAME_CHARS_MAX)).orElse(id);
  }

  static Fault unknown(String word, String known) {
    return new Fault(
        "there is no protocol '" + Texts.shown(word) + "' for this", known, "name one of these");
  }

  /** Reads the section by what the protocol asks for; of an unknown protocol nothing is said. */
  static Map<String, String> read(FieldReader of, Optional<ProtocolForm> form) {
    Map<String, String> settings = new TreeMap<>();
    if (form.isEmpty()) {
      return settings;
    }
    String known =
        form.get().settings().stream().map(SettingForm::name).collect(Collectors.joining(", "));
    long before = of.findingCount();
    Map<String, Tree.Scalar> written = of.pairs(AT, known);
    written.forEach((name, text) -> {
      String field = AT + "." + Texts.shown(name);
      Optional<SettingForm> setting =
          form.get().settings().stream().filter(each -> each.name().equals(name)).findFirst();
      if (setting.isEmpty()) {
        of.note(
            field,
            text.place(),
            new Fault(
                "unknown setting '" + Texts.shown(name) + "'",
                known,
                "correct it, or take it out"));
      } else {
        one(of, field, text, setting.get()).ifPresent(value -> settings.put(name, value));
      }
    });
    for (SettingForm each : form.get().settings()) {
      if (each.isRequired() && !written.containsKey(each.name())) {
        of.note(AT, new Fault(each.name() + " is missing", each.allowed(), "write it"));
      }
    }
    if (of.findingCount() == before) {
      for (ProtocolForm.Clash clash : form.get().clashes(settings)) {
        Tree.Scalar at = written.get(clash.setting());
        if (at == null) {
          of.note(AT, clash.fault());
        } else {
          of.note(AT + "." + clash.setting(), at.place(), clash.fault());
        }
      }
    }
    return settings;
  }

  private static Optional<String> one(
      FieldReader of, String field, Tree.Scalar text, SettingForm setting) {
    Optional<Fault> line = Texts.faultOfLine(text.text(), 1, Bounds.SETTING_CHARS_MAX);
    if (line.isPresent()) {
      of.note(field, text.place(), line.get());
      return Optional.empty();
    }
    Optional<String> value = setting.read().apply(text.text());
    if (value.isEmpty()) {
      of.note(
          field,
          text.place(),
          new Fault(
              "'" + Texts.shown(text.text()) + "' is none",
              setting.allowed(),
              "write one of these"));
    }
    return value;
  }
}
