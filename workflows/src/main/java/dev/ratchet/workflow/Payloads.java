package dev.ratchet.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ratchet.domain.Principal;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How domain records become JSON, in histories, notes and over HTTP alike. Sealed types carry their
 * record's simple name in the property "type". Unknown properties are ignored, so that an older
 * build can read what a newer one wrote. Thread-safe.
 */
public final class Payloads {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .setAnnotationIntrospector(new SealedTypes())
          .addHandler(new FormerRoles())
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Payloads() {}

  /** A mapper of the caller's own. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  public static DataConverter dataConverter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper()));
  }

  /**
   * Histories of former builds hold roles that were folded into the two of now. They are read as
   * what gives the same answers: who could command then can command now.
   */
  private static final class FormerRoles extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String failure) {
      if (!type.equals(Principal.Role.class)) {
        return NOT_HANDLED;
      }
      return switch (value) {
        case "VIEWER" -> Principal.Role.USER;
        case "OPERATOR" -> Principal.Role.ADMIN;
        default -> NOT_HANDLED;
      };
    }
  }

  /** Treats every sealed interface as a polymorphic type of its permitted records. */
  private static final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
      if (sealedRoot(baseType.getRawClass()) == null) {
        return super.findTypeResolver(config, annotated, baseType);
      }
      return new StdTypeResolverBuilder()
          .init(JsonTypeInfo.Id.NAME, null)
          .inclusion(JsonTypeInfo.As.PROPERTY)
          .typeProperty("type");
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
      Class<?> root = sealedRoot(annotated.getRawType());
      return root == null ? super.findSubtypes(annotated) : leaves(root);
    }

    private static List<NamedType> leaves(Class<?> sealed) {
      List<NamedType> found = new ArrayList<>();
      for (Class<?> permitted : sealed.getPermittedSubclasses()) {
        if (permitted.isSealed()) {
          found.addAll(leaves(permitted));
        } else {
          found.add(new NamedType(permitted, permitted.getSimpleName()));
        }
      }
      return found;
    }

    /** The sealed interface of this project that the type is, or is a record of; else null. */
    private static @Nullable Class<?> sealedRoot(Class<?> type) {
      if (!type.getName().startsWith("dev.ratchet.")) {
        return null;
      }
      if (type.isSealed()) {
        return type;
      }
      return Arrays.stream(type.getInterfaces()).filter(Class::isSealed).findFirst().orElse(null);
    }
  }
}
