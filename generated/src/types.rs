//! The types of the API, each with how it is read and written as JSON.

pub use crate::runtime::types as runtime;

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

foreign!(chrono::DateTime<chrono::FixedOffset>);
foreign!(uuid::Uuid);

#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssignableRoles {
    pub assignable: Option<bool>,
    /// BuiltIn roles are immutable
    pub built_in: Option<bool>,
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    /// OrganizationMemberPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(AssignableRoles {
    optional assignable, optional built_in, optional display_name, optional name,
    optional organization_id, optional organization_member_permissions,
    optional organization_permissions, optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CustomRoleRequest {
    pub display_name: Option<String>,
    pub name: Option<String>,
    /// OrganizationMemberPermissions are specific to the organization the role belongs to.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific to the organization the role belongs to.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(CustomRoleRequest {
    optional display_name, optional name, optional organization_member_permissions,
    optional organization_permissions, optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LoginType {
    Unknown,
    Password,
    Github,
    Oidc,
    Token,
    None,
    /// A value that is not listed.
    Other(String),
}

string_enum!(LoginType {
    Unknown = "", Password = "password", Github = "github", Oidc = "oidc", Token = "token",
    None = "none", ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationMember {
    pub created_at: Option<DateTime<FixedOffset>>,
    pub organization_id: Option<Uuid>,
    pub roles: Option<Vec<SlimRole>>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    pub user_id: Option<Uuid>,
}

object!(OrganizationMember {
    optional created_at, optional organization_id, optional roles, optional updated_at,
    optional user_id,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationMemberWithUserData {
    pub avatar_url: Option<String>,
    pub created_at: Option<DateTime<FixedOffset>>,
    pub email: Option<String>,
    pub global_roles: Option<Vec<SlimRole>>,
    /// HasAISeat intentionally omits omitempty so the API always includes the
    /// field, even when false.
    pub has_ai_seat: Option<bool>,
    pub is_service_account: Option<bool>,
    pub last_seen_at: Option<DateTime<FixedOffset>>,
    pub login_type: Option<LoginType>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    pub roles: Option<Vec<SlimRole>>,
    pub status: Option<OrganizationMemberWithUserDataStatus>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    pub user_created_at: Option<DateTime<FixedOffset>>,
    pub user_id: Option<Uuid>,
    pub user_updated_at: Option<DateTime<FixedOffset>>,
    pub username: Option<String>,
}

object!(OrganizationMemberWithUserData {
    optional avatar_url, optional created_at, optional email, optional global_roles,
    optional has_ai_seat, optional is_service_account, optional last_seen_at, optional login_type,
    optional name, optional organization_id, optional roles, optional status, optional updated_at,
    optional user_created_at, optional user_id, optional user_updated_at, optional username,
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrganizationMemberWithUserDataStatus {
    Active,
    Suspended,
    /// A value that is not listed.
    Other(String),
}

string_enum!(OrganizationMemberWithUserDataStatus {
    Active = "active", Suspended = "suspended", ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct PaginatedMembersResponse {
    pub count: Option<i64>,
    pub members: Option<Vec<OrganizationMemberWithUserData>>,
}

object!(PaginatedMembersResponse { optional count, optional members });

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permission {
    pub action: Option<RbacAction>,
    /// Negate makes this a negative permission
    pub negate: Option<bool>,
    pub resource_type: Option<RbacResource>,
}

object!(Permission { optional action, optional negate, optional resource_type });

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RbacAction {
    ApplicationConnect,
    Assign,
    Create,
    CreateAgent,
    Delete,
    DeleteAgent,
    Read,
    ReadPersonal,
    Ssh,
    Share,
    Unassign,
    Update,
    UpdateAgent,
    UpdatePersonal,
    Use,
    ViewInsights,
    WorkspaceStart,
    WorkspaceStop,
    /// A value that is not listed.
    Other(String),
}

string_enum!(RbacAction {
    ApplicationConnect = "application_connect", Assign = "assign", Create = "create",
    CreateAgent = "create_agent", Delete = "delete", DeleteAgent = "delete_agent", Read = "read",
    ReadPersonal = "read_personal", Ssh = "ssh", Share = "share", Unassign = "unassign",
    Update = "update", UpdateAgent = "update_agent", UpdatePersonal = "update_personal",
    Use = "use", ViewInsights = "view_insights", WorkspaceStart = "start", WorkspaceStop = "stop",
    ..Other
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RbacResource {
    Wildcard,
    AiGatewayKey,
    AiModelPrice,
    AiProvider,
    AiSeat,
    AibridgeInterception,
    ApiKey,
    AssignOrgRole,
    AssignRole,
    AuditLog,
    BoundaryLog,
    BoundaryUsage,
    Chat,
    ConnectionLog,
    CryptoKey,
    DebugInfo,
    DeploymentConfig,
    DeploymentStats,
    File,
    Group,
    GroupMember,
    IdpsyncSettings,
    InboxNotification,
    License,
    NotificationMessage,
    NotificationPreference,
    NotificationTemplate,
    Oauth2App,
    Oauth2AppCodeToken,
    Oauth2AppSecret,
    Organization,
    OrganizationMember,
    PrebuiltWorkspace,
    ProvisionerDaemon,
    ProvisionerJobs,
    Replicas,
    System,
    TailnetCoordinator,
    Task,
    Template,
    UsageEvent,
    User,
    UserSecret,
    UserSkill,
    WebpushSubscription,
    Workspace,
    WorkspaceAgentDevcontainers,
    WorkspaceAgentResourceMonitor,
    WorkspaceDormant,
    WorkspaceProxy,
    /// A value that is not listed.
    Other(String),
}

string_enum!(RbacResource {
    Wildcard = "*", AiGatewayKey = "ai_gateway_key", AiModelPrice = "ai_model_price",
    AiProvider = "ai_provider", AiSeat = "ai_seat", AibridgeInterception = "aibridge_interception",
    ApiKey = "api_key", AssignOrgRole = "assign_org_role", AssignRole = "assign_role",
    AuditLog = "audit_log", BoundaryLog = "boundary_log", BoundaryUsage = "boundary_usage",
    Chat = "chat", ConnectionLog = "connection_log", CryptoKey = "crypto_key",
    DebugInfo = "debug_info", DeploymentConfig = "deployment_config",
    DeploymentStats = "deployment_stats", File = "file", Group = "group",
    GroupMember = "group_member", IdpsyncSettings = "idpsync_settings",
    InboxNotification = "inbox_notification", License = "license",
    NotificationMessage = "notification_message",
    NotificationPreference = "notification_preference",
    NotificationTemplate = "notification_template", Oauth2App = "oauth2_app",
    Oauth2AppCodeToken = "oauth2_app_code_token", Oauth2AppSecret = "oauth2_app_secret",
    Organization = "organization", OrganizationMember = "organization_member",
    PrebuiltWorkspace = "prebuilt_workspace", ProvisionerDaemon = "provisioner_daemon",
    ProvisionerJobs = "provisioner_jobs", Replicas = "replicas", System = "system",
    TailnetCoordinator = "tailnet_coordinator", Task = "task", Template = "template",
    UsageEvent = "usage_event", User = "user", UserSecret = "user_secret", UserSkill = "user_skill",
    WebpushSubscription = "webpush_subscription", Workspace = "workspace",
    WorkspaceAgentDevcontainers = "workspace_agent_devcontainers",
    WorkspaceAgentResourceMonitor = "workspace_agent_resource_monitor",
    WorkspaceDormant = "workspace_dormant", WorkspaceProxy = "workspace_proxy", ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Role {
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    /// OrganizationMemberPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(Role {
    optional display_name, optional name, optional organization_id,
    optional organization_member_permissions, optional organization_permissions,
    optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlimRole {
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<String>,
}

object!(SlimRole { optional display_name, optional name, optional organization_id });

#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoles {
    pub roles: Option<Vec<String>>,
}

object!(UpdateRoles { optional roles });

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UserStatus {
    Active,
    Dormant,
    Suspended,
    /// A value that is not listed.
    Other(String),
}

string_enum!(UserStatus {
    Active = "active", Dormant = "dormant", Suspended = "suspended", ..Other
});
