package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import dev.dither.nn.LayerSpec;
import java.io.IOException;
import java.util.Arrays;

/**
 * Layers as JSON: an object with one key, the simple name of the layer's class, and its components below,
 * {@code {"Dense": {"units": 128, "init": "FAN_IN_NORMAL"}}}. No other class can be named.
 */
final class LayerJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(LayerSpec.class, ByName.class)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private LayerJson() {}

    /** Returns the description of a network as text. */
    static String text(Record description) {
        try {
            return MAPPER.writeValueAsString(description);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("model description could not be written", e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonTypeIdResolver(Names.class)
    private interface ByName {}

    /** The permitted classes by name. */
    static final class Names extends TypeIdResolverBase {
        @Override
        public String idFromValue(Object value) {
            Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
            return type.getSimpleName();
        }

        @Override
        public String idFromValueAndType(Object value, Class<?> suggested) {
            return idFromValue(value);
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String id) throws IOException {
            return Arrays.stream(LayerSpec.class.getPermittedSubclasses())
                    .filter(type -> type.getSimpleName().equals(id))
                    .findFirst()
                    .map(context::constructType)
                    .orElseThrow(() -> new IOException("no layer is called " + id));
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }
    }
}
