package dev.ratchet.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of records as they are written: components are properties, those that may be null
 * are not required, sealed types are one of their records told apart by "type".
 */
final class Schemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> named = new TreeMap<>();

  /** What was referred to so far, by name. */
  ObjectNode components() {
    ObjectNode all = JSON.objectNode();
    named.forEach(all::set);
    return all;
  }

  JsonNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("no schema for " + type);
    }
    if (plain.isRecord() || plain.isSealed() || plain.isEnum()) {
      return reference(plain);
    }
    return scalar(plain);
  }

  private JsonNode ofGeneric(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    if (Optional.class.equals(raw)) {
      return of(arguments[0]);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return JSON.objectNode().put("type", "array").set("items", of(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return JSON.objectNode().put("type", "object").set("additionalProperties", of(arguments[1]));
    }
    throw new IllegalArgumentException("no schema for " + generic);
  }

  private static ObjectNode scalar(Class<?> type) {
    ObjectNode schema = JSON.objectNode();
    return switch (type.getName()) {
      case "java.lang.String" -> schema.put("type", "string");
      case "boolean", "java.lang.Boolean" -> schema.put("type", "boolean");
      case "int", "java.lang.Integer", "long", "java.lang.Long" -> schema.put("type", "integer");
      case "double", "java.lang.Double" -> schema.put("type", "number");
      default -> {
        if (type.equals(Instant.class)) {
          yield schema.put("type", "string").put("format", "date-time");
        }
        if (type.equals(Duration.class)) {
          yield schema.put("type", "string").put("format", "duration");
        }
        throw new IllegalArgumentException("no schema for " + type);
      }
    };
  }

  private JsonNode reference(Class<?> type) {
    String name = name(type);
    if (!named.containsKey(name)) {
      // Before its content, which may refer back to it.
      named.put(name, JSON.objectNode());
      named.put(name, content(type));
    }
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private ObjectNode content(Class<?> type) {
    if (type.isEnum()) {
      ArrayNode values = JSON.arrayNode();
      Arrays.stream(type.getEnumConstants()).forEach(value -> values.add(value.toString()));
      return JSON.objectNode().put("type", "string").set("enum", values);
    }
    if (type.isSealed()) {
      ArrayNode choices = JSON.arrayNode();
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        choices.add(reference(permitted));
      }
      return JSON.objectNode().set("oneOf", choices);
    }
    return record(type);
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode properties = JSON.objectNode();
    ArrayNode required = JSON.arrayNode();
    if (Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed)) {
      properties.set("type", JSON.objectNode().put("const", type.getSimpleName()));
      required.add("type");
    }
    for (RecordComponent component : type.getRecordComponents()) {
      properties.set(component.getName(), of(component.getGenericType()));
      boolean optional =
          component.getAnnotatedType().isAnnotationPresent(Nullable.class)
              || component.getType().equals(Optional.class);
      if (!optional) {
        required.add(component.getName());
      }
    }
    ObjectNode schema = JSON.objectNode().put("type", "object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  /** Nested types carry their outer one's name, so that two of the same name stay apart. */
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null || !(outer.isRecord() || outer.isSealed())
        ? type.getSimpleName()
        : outer.getSimpleName() + type.getSimpleName();
  }
}
