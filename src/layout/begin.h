// Gives the layout macros that are not defined an empty meaning; see layout/schema.h. No include
// guard: it is included once for every expansion of a layout file.

#ifndef SF_CONSTANT
#define SF_CONSTANT(type, name, value, unit, doc)
#endif
#ifndef SF_ENUM
#define SF_ENUM(Name, doc)
#endif
#ifndef SF_ENUMERATOR
#define SF_ENUMERATOR(Name, name, value, doc)
#endif
#ifndef SF_ENUM_END
#define SF_ENUM_END(Name)
#endif
#ifndef SF_OPTION
#define SF_OPTION(type, name, usual, least, most, unit, doc)
#endif
#ifndef SF_GENE
#define SF_GENE(name, least, most, usual, unit, doc)
#endif
#ifndef SF_RECORD
#define SF_RECORD(Name, bytes, doc)
#endif
#ifndef SF_FIELD
#define SF_FIELD(Name, type, name, unit, doc)
#endif
#ifndef SF_FIELD_LINE
#define SF_FIELD_LINE(Name, type, name, unit, doc)
#endif
#ifndef SF_FIELD_ARRAY
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc)
#endif
#ifndef SF_RECORD_END
#define SF_RECORD_END(Name)
#endif
#ifndef SF_METEOR_TYPE
#define SF_METEOR_TYPE(name, r, g, b, glowR, glowG, glowB, glowLeast, glowMost, size, debris, doc)
#endif
#ifndef SF_STAR_COLOR
#define SF_STAR_COLOR(name, share, r, g, b)
#endif
#ifndef SF_QUALITY
#define SF_QUALITY(name, meteors, stars, trail, points, doc)
#endif
