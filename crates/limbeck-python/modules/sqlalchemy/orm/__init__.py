"""The ORM as models and migrations use it; each name is loaded when it is first asked for."""

_HOMES = {
    "base": """
        DynamicMapped Mapped MappedAnnotation ORMDescriptor SQLCoreOperations Unmapped
        WriteOnlyMapped class_mapper configure_mappers InspectionAttr InspectionAttrInfo
        object_mapper NO_VALUE MANYTOMANY MANYTOONE ONETOMANY EXT_CONTINUE EXT_SKIP EXT_STOP
        RelationshipDirection SQLORMExpression""",
    "decl_api": """
        DeclarativeBase DeclarativeBaseNoMeta DeclarativeMeta MappedAsDataclass add_mapped_attribute
        as_declarative declarative_base declarative_mixin declared_attr has_inherited_table
        mapped_as_dataclass registry synonym_for unmapped_dataclass""",
    "properties": """
        ColumnProperty Composite CompositeProperty MappedColumn MappedSQLExpression Synonym SynonymProperty
        column_property composite deferred mapped_column orm_insert_sentinel query_expression
        synonym unmapped_column UnmappedColumn""",
    "relationships": """
        Relationship RelationshipDeclared RelationshipProperty backref dynamic_loader foreign
        relation relationship remote""",
    "interfaces": "ExecutableOption LoaderOption MapperProperty PropComparator UserDefinedOption",
    "mapper": "Mapper",
    "attributes": "InstrumentedAttribute QueryableAttribute Event",
    "state": "AttributeState InstanceState",
    "session": """
        ORMExecuteState Session SessionTransaction SessionTransactionOrigin close_all_sessions
        make_transient make_transient_to_detached object_session sessionmaker""",
    "scoping": "scoped_session",
    "query": "Bundle FromStatement Query AliasOption",
    "util": """
        AliasedClass AliasedInsp CascadeOptions LoaderCriteriaOption aliased identity_key join
        outerjoin polymorphic_union was_deleted with_loader_criteria with_polymorphic""",
    "strategy_options": """
        Load contains_eager defaultload defer immediateload joinedload lazyload load_only noload
        raiseload selectin_polymorphic selectinload subqueryload undefer undefer_group
        with_expression""",
    "collections": """
        KeyFuncDict MappedCollection attribute_keyed_dict attribute_mapped_collection
        column_keyed_dict column_mapped_collection keyfunc_mapping mapped_collection""",
    "events": """
        AttributeEvents InstanceEvents InstrumentationEvents MapperEvents QueryEvents
        RegistryEvents SessionEvents""",
    "_functions": "mapper reconstructor validates clear_mappers with_parent",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_SUBMODULES = frozenset(
    "attributes base collections decl_api events exc interfaces loading mapper properties "
    "query relationships scoping session state strategy_options util".split()
)

__all__ = sorted(set(_HOME_OF) - {"mapper"})


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is not None:
        module = __import__(f"{__name__}.{home}", None, None, ("__name__",), 0)
        value = globals()[name] = getattr(module, name)
        return value
    if name == "mapperlib":
        name = "mapper"
    if name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__():
    return sorted(set(globals()) | set(_HOME_OF) | _SUBMODULES)
