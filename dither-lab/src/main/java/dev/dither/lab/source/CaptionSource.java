package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;

/** Where images with captions come from: a mapping with the key {@code shapes}, {@code pictures} or {@code coco}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(DrawnCaptions.class),
    @JsonSubTypes.Type(ShapeCaptions.class),
    @JsonSubTypes.Type(CocoCaptions.class)
})
public sealed interface CaptionSource permits DrawnCaptions, ShapeCaptions, CocoCaptions {
    /** Reads or draws images and captions; paths are below {@code dataDir} unless they are absolute. */
    CaptionData load(Path dataDir);
}
