package dev.penstock.house.rings;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** What a container would fill in behind the constructor's back; known by the annotation's name. */
final class CarriesNoInjection extends ArchCondition<JavaField> {
  private static final Set<String> INJECTING =
      Set.of("Inject", "Autowired", "Resource", "Value", "ConfigProperty", "PersistenceContext");

  CarriesNoInjection() {
    super("carry no injecting annotation");
  }

  @Override
  public void check(JavaField field, ConditionEvents events) {
    field.getAnnotations().stream()
        .filter(annotation -> INJECTING.contains(annotation.getRawType().getSimpleName()))
        .forEach(annotation ->
            events.add(
                SimpleConditionEvent.violated(
                    field,
                    field.getFullName() + " carries @" + annotation.getRawType().getName())));
  }
}
