// Undefines the layout macros after an expansion; see layout/schema.h.

#undef SF_CONSTANT
#undef SF_ENUM
#undef SF_ENUMERATOR
#undef SF_ENUM_END
#undef SF_OPTION
#undef SF_GENE
#undef SF_RECORD
#undef SF_FIELD
#undef SF_FIELD_LINE
#undef SF_FIELD_ARRAY
#undef SF_RECORD_END
#undef SF_METEOR_TYPE
#undef SF_STAR_COLOR
#undef SF_QUALITY
